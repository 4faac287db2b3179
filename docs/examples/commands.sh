# The program's commands on a server, for the shell of an administrator:  . /opt/promotion/docs/examples/commands.sh
# Both run as the user promotion with the settings of promotion.env (another file: PROMOTION_ENV=/etc/promotion/….env).

# As the one who serves: may change rows, no tables.
flask() {
  sudo PROMOTION_ENV="${PROMOTION_ENV:-/etc/promotion/promotion.env}" sh -ac '
    . "$PROMOTION_ENV"; cd /opt/promotion
    exec runuser -u promotion -- .venv/bin/python -m flask --app wsgi "$@"' flask "$@"
}

# As the owner of the tables: db upgrade, reference load, first-administrator, backup restore. His address stands in
# /etc/promotion/owner.env, which root alone can read.
flask_owner() {
  sudo PROMOTION_ENV="${PROMOTION_ENV:-/etc/promotion/promotion.env}" sh -ac '
    . "$PROMOTION_ENV"; . /etc/promotion/owner.env; cd /opt/promotion
    exec runuser -u promotion -- .venv/bin/python -m flask --app wsgi "$@"' flask "$@"
}
