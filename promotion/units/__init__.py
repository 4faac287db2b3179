"""Units that promote industry or pay for it: centres, departments, regional centres, the agency, the
ministries.

Reference data: every signed-in person may read all of it (`reference:read`), so its queries take no scope.
"""
