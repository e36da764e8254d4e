"""Everything that a process under test will import (预先导入), imported."""

import django

django.setup()
