#!/bin/bash
# Run once by the image of PostgreSQL, in an empty data folder: the two roles of Filon and their database.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --set app="$APP_PASSWORD" --set owner="$OWNER_PASSWORD" --username postgres <<'SQL'
CREATE ROLE filon_owner LOGIN PASSWORD :'owner';
CREATE ROLE filon_app LOGIN PASSWORD :'app';
CREATE DATABASE filon OWNER filon_owner ENCODING 'UTF8' TEMPLATE template0;
SQL
