"""Keeping the program safe: backups, the doctor's questions, and whether it is alive and ready."""
