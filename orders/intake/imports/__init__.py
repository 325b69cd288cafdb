"""Orders from files (R058, R063): targets of the import engine, the three ways in which orders arrive, and the doors."""
