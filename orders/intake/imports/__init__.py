"""Orders from files (R058, R063): import targets, three ways of arriving, the doors."""
