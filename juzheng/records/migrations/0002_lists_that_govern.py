"""Revisions of every page of the catalogue, and the changes that lead to them."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def number_revisions(apps, schema_editor):
    """Order the revisions there are by their keys, and go on counting from there."""
    Revision = apps.get_model("records", "Revision")
    Counter = apps.get_model("records", "Counter")
    Revision.objects.update(sequence=F("id"))
    last = Revision.objects.order_by("-id").values_list("id", flat=True).first()
    if last is not None:
        Counter.objects.update_or_create(series="revision", defaults={"last": last})


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0001_initial'),
    ]

    operations = [
        migrations.RenameModel('ItemRevision', 'Revision'),
        migrations.RemoveConstraint('revision', 'revision_number_once'),
        migrations.RemoveConstraint('revision', 'revision_content_once'),
        migrations.RemoveIndex(
            model_name='revision',
            name='records_ite_item_id_3fc2b0_idx',
        ),
        migrations.RenameField('revision', 'item_id', 'subject'),
        migrations.AlterField('revision', 'subject', models.CharField(max_length=80)),
        migrations.AddField('revision', 'sequence', models.PositiveIntegerField(null=True)),
        migrations.RunPython(number_revisions, migrations.RunPython.noop),
        migrations.AlterField('revision', 'sequence', models.PositiveIntegerField(unique=True)),
        migrations.AddField('revision', 'effective_on', models.DateField(default=datetime.date(1949, 10, 1)), preserve_default=False),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100)),
                ('reason', models.TextField(blank=True, default='')),
                ('division', models.CharField(blank=True, default='', max_length=12)),
                ('state', models.CharField(max_length=20)),
                ('effective_on', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('key', models.CharField(max_length=64, unique=True)),
                ('written_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('review_note', models.TextField(blank=True, default='')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('subject', models.CharField(max_length=80)),
                ('content', models.JSONField()),
                ('withdraw', models.BooleanField(default=False)),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_outcome_is_known',
        ),
        migrations.AddField(
            model_name='revision',
            name='division',
            field=models.CharField(blank=True, default='', max_length=12),
        ),
        migrations.AddField(
            model_name='revision',
            name='kind',
            field=models.CharField(default='item', max_length=20),
        ),
        migrations.AddField(
            model_name='revision',
            name='origin',
            field=models.CharField(default='shipped', max_length=10),
        ),
        migrations.AddField(
            model_name='revision',
            name='published_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='revision',
            name='withdrawn',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='user',
            name='division',
            field=models.CharField(blank=True, max_length=12, null=True),
        ),
        migrations.AlterField(
            model_name='revision',
            name='catalogue_digest',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(fields=['kind', 'subject', '-number'], name='records_rev_kind_2fe820_idx'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['on_the_spot', 'time_limited', 'deliberate', 'transitional', 'refuse', 'not_needed_document', 'not_needed_data', 'not_needed_commitment', 'elsewhere', 'unruled'])), name='case_outcome_is_known'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('kind', 'subject', 'number'), name='revision_number_once'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['item', 'list', 'instrument', 'unlisted'])), name='revision_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ('shipped', 'officer'))), name='revision_origin_is_known'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('division__isnull', True), ('role', 'overseer'), _connector='OR'), name='user_division_belongs_to_overseers'),
        ),
        migrations.AddField(
            model_name='change',
            name='reviewed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='change',
            name='submitted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='change',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='edit',
            name='base',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.revision'),
        ),
        migrations.AddField(
            model_name='edit',
            name='change',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='edits', to='records.change'),
        ),
        migrations.AddField(
            model_name='edit',
            name='revision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.revision'),
        ),
        migrations.AddField(
            model_name='edit',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['division', 'state'], name='records_cha_divisio_1cebb8_idx'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'published', 'discarded'])), name='change_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='change_submitted_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='change_reviewed_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('reviewed_at__isnull', False), _connector='OR'), name='change_published_only_when_reviewed'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('reviewed_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='change_reviewed_by_a_second_officer'),
        ),
        migrations.AddConstraint(
            model_name='edit',
            constraint=models.UniqueConstraint(fields=('change', 'kind', 'subject'), name='edit_once_a_page_and_change'),
        ),
        migrations.AddConstraint(
            model_name='edit',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['item', 'list', 'instrument', 'unlisted'])), name='edit_kind_is_known'),
        ),
    ]
