"""The commands of the command line, one file each: arguments declared, work done, exit code given."""
