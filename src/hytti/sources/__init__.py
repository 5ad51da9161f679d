"""The doors to the outside: each yields plain records or Arrow tables, and says where and when it got them.

`sotkanet` and `pxweb` fetch national statistics through `http`; `spreadsheets`, `mapping` and `templates` read and
write people's own figures. `ptv`, `ptv12`, `linkedevents`, `lipas`, `icalendars` and `offer_sheets` yield `offers`.
A source never decides what a value means, and keeps nothing but its cache of answers.
"""
