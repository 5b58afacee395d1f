import django.db.models.deletion
import uuid
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
            name='Occasion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about_type', models.CharField(max_length=60)),
                ('about_id', models.BigIntegerField()),
                ('title', models.CharField(max_length=160)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('called_off', 'Called off')], default='planned', max_length=10)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('place', models.CharField(blank=True, max_length=200)),
                ('room', models.CharField(blank=True, max_length=80)),
                ('link', models.URLField(blank=True, help_text='Of a meeting online.', max_length=300)),
                ('details', models.TextField(blank=True, help_text='What to bring, whom to ask for.')),
                ('capacity', models.PositiveSmallIntegerField(blank=True, help_text='Empty: as many as want to come.', null=True)),
                ('book_by', models.DateTimeField(blank=True, help_text='Until then people book and give up places themselves; empty: until it begins.', null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
            ],
            options={
                'verbose_name': 'date',
                'ordering': ['starts_at', 'room', 'id'],
                'indexes': [models.Index(fields=['about_type', 'about_id', 'starts_at'], name='occasion_about')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'called_off'])), name='occasion_state'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='occasion_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('comes', 'Comes'), ('leads', 'Leads it')], default='comes', max_length=5)),
                ('state', models.CharField(choices=[('invited', 'Invited'), ('booked', 'Booked'), ('declined', 'Declined'), ('withdrawn', 'Place given up'), ('moved', 'Moved to another date'), ('called_off', 'Called off'), ('attended', 'Attended'), ('absent', 'Did not attend')], default='invited', max_length=10)),
                ('about_type', models.CharField(blank=True, max_length=60)),
                ('about_id', models.BigIntegerField(null=True)),
                ('title', models.CharField(blank=True, help_text="In their calendar, if not the occasion's.", max_length=200)),
                ('uid', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to=settings.AUTH_USER_MODEL)),
                ('occasion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='diary.occasion')),
            ],
            options={
                'verbose_name': 'place',
                'ordering': ['occasion', 'id'],
                'indexes': [models.Index(fields=['about_type', 'about_id'], name='attendance_about')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['invited', 'booked', 'declined', 'withdrawn', 'moved', 'called_off', 'attended', 'absent'])), name='attendance_state'), models.CheckConstraint(condition=models.Q(('part__in', ['comes', 'leads'])), name='attendance_part'), models.UniqueConstraint(fields=('occasion', 'person'), name='attendance_once')],
            },
        ),
    ]
