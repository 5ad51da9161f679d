"""Reports as block documents, and their renderers: web page, PDF, DOCX, XLSX and CSV."""
