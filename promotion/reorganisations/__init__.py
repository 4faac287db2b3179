"""Acts that change the map, as pages: what would follow, doing it, the list for everybody, taking back.

A front room: the acts themselves stand in territory and units, but what follows from them concerns grants, funds and
figures, which only a room above all of these can ask. Acts are public to everybody signed in (`reference:read`).

Administrators see no money. A preview tells them how many funds, proposals and projects are touched, and whether sums
before equal sums after; amounts appear only for people who may read figures, in their own scope.
"""
