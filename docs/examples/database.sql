-- A database of the program with its rights: sudo -u postgres psql -v ON_ERROR_STOP=1 -v name=promotion -f database.sql
-- The one that owns the tables migrates; the one that serves changes rows and nothing else.
CREATE DATABASE :"name" OWNER promotion_owner ENCODING 'UTF8' TEMPLATE template0;
\c :"name"
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO promotion_owner;
GRANT USAGE ON SCHEMA public TO promotion_app;
ALTER DEFAULT PRIVILEGES FOR ROLE promotion_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO promotion_app;
ALTER DEFAULT PRIVILEGES FOR ROLE promotion_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO promotion_app;
