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
            name='Ask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(help_text='In which the school year begins: 2026 is 2026/27.')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('closed', 'Closed')], default='draft', max_length=6)),
                ('introduction', models.TextField(blank=True, help_text='What schools read first: why this is asked.')),
                ('opens_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('remind_every', models.PositiveSmallIntegerField(default=5, help_text='Working days between reminders.')),
                ('remind_before', models.PositiveSmallIntegerField(default=2, help_text='Working days before it closes.')),
                ('sections', models.JSONField(default=list)),
                ('opened_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='schools.alliance')),
            ],
            options={
                'verbose_name': 'yearly ask',
                'ordering': ['-year', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'closed'])), name='ask_state'), models.UniqueConstraint(fields=('alliance', 'year'), name='ask_once_a_year'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='ask_closes_after_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Not begun'), ('begun', 'Begun'), ('answered', 'Answered')], default='waiting', max_length=8)),
                ('name', models.CharField(blank=True, max_length=170)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('asked_at', models.DateTimeField(null=True)),
                ('last_sent_at', models.DateTimeField(help_text='When the link was last sent.', null=True)),
                ('begun_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('signer_name', models.CharField(blank=True, help_text='Who at the school answered.', max_length=120)),
                ('signer_post', models.CharField(blank=True, max_length=120)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='surveys.ask')),
                ('entered_by', models.ForeignKey(help_text='Who of the staff handed it in for the school, told by telephone.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'verbose_name': 'school’s answers',
                'ordering': ['ask', 'school', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'begun', 'answered'])), name='reply_state'), models.UniqueConstraint(fields=('ask', 'school'), name='reply_once')],
            },
        ),
        migrations.CreateModel(
            name='ReplyPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.SlugField(max_length=40)),
                ('values', models.JSONField(default=dict)),
                ('finished', models.BooleanField(default=False)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('saved_at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('reply', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='surveys.reply')),
            ],
            options={
                'ordering': ['reply', 'id'],
                'constraints': [models.UniqueConstraint(fields=('reply', 'section'), name='reply_part_once')],
            },
        ),
    ]
