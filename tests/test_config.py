"""Settings: defaults, what is refused and how it is said, what is kept."""

import re
import stat
import subprocess
import sys
import stat
