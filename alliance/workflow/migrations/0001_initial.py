import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '__first__'),
        ('schools', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('root_type', models.CharField(max_length=60)),
                ('root_id', models.BigIntegerField()),
                ('move', models.CharField(max_length=60)),
                ('before', models.CharField(blank=True, max_length=30)),
                ('after', models.CharField(blank=True, max_length=30)),
                ('fields', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('alliance', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.alliance')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['root_type', 'root_id', 'id'], name='event_root'), models.Index(fields=['subject_type', 'subject_id', 'id'], name='event_subject')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('about', models.CharField(help_text='The move or matter the note is about.', max_length=60)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['subject_type', 'subject_id', 'id'], name='note_subject')],
            },
        ),
    ]
