# One committee's book is summed from one index, however much other committees count (汇总数的索引).

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0024_found_by_names'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='tally',
            name='tally_of_place',
        ),
        migrations.AddIndex(
            model_name='tally',
            index=models.Index(fields=['kind', 'place', 'key', 'on', 'count'], name='tally_of_place'),
        ),
    ]
