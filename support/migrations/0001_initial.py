import alliance.keys
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('diary', '0001_initial'),
        ('expertise', '0001_initial'),
        ('post', '0001_initial'),
        ('schools', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(help_text='Counts from 1 for each request.')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('signing', 'Being signed'), ('signed', 'Signed by all'), ('replaced', 'Replaced by a later version')], default='draft', max_length=8)),
                ('purpose', models.TextField(blank=True)),
                ('outcomes', models.TextField(blank=True, help_text='What should be different afterwards.')),
                ('visits', models.TextField(blank=True, help_text='How many, how long, and what happens at them.')),
                ('milestones', models.TextField(blank=True)),
                ('safeguarding', models.TextField(blank=True)),
                ('begins_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('review_on', models.DateField(help_text='Mid-term review.', null=True)),
                ('late_hours', models.PositiveSmallIntegerField(default=0, help_text='A visit that the school calls off fewer hours before it begins counts as used; 0: never.')),
                ('revision', models.PositiveIntegerField(default=0, help_text='Counts the saves of the draft.')),
                ('drafted_at', models.DateTimeField()),
                ('proposed_at', models.DateTimeField(help_text='When it was sent to be signed.', null=True)),
                ('signed_at', models.DateTimeField(help_text='When the last of them had signed.', null=True)),
                ('html', models.TextField(blank=True, help_text='The words that are signed.')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.ForeignKey(help_text='The PDF, with all signatures.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.letter')),
            ],
            options={
                'verbose_name': 'agreement',
                'ordering': ['request', '-version'],
            },
        ),
        migrations.CreateModel(
            name='BoardTargets',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('good_percent', models.PositiveSmallIntegerField(default=90, help_text='Share of evaluations that say good or better.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)])),
                ('in_need_half_days', models.PositiveSmallIntegerField(default=60, help_text='For schools in need, in a school year.', validators=[django.core.validators.MinValueValidator(1)])),
                ('alliance', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
            ],
            options={
                'verbose_name': 'targets of support',
            },
        ),
        migrations.CreateModel(
            name='Deployment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, help_text='Code of the kind of leader; empty: another supporter.', max_length=10)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('release_asked', 'With the home headteacher or principal'), ('leader_asked', 'With the leader'), ('offered', 'Proposed to the school'), ('chosen', 'Chosen by the school'), ('active', 'Under way'), ('paused', 'Paused'), ('ended', 'Ended'), ('not_released', 'Not released'), ('declined', 'Declined by the leader'), ('not_chosen', 'Not chosen'), ('dropped', 'Dropped')], default='planned', max_length=13)),
                ('half_days', models.PositiveSmallIntegerField(help_text='Planned, then agreed.')),
                ('pinned', models.BooleanField(default=False, help_text='Staff have settled it: no plan takes it away again.')),
                ('beyond_days', models.BooleanField(default=False, help_text='Staff have said that it may be more than the days that the leader has left this year.')),
                ('planned_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(help_text='When the home headteacher was asked.', null=True)),
                ('released_at', models.DateTimeField(help_text='When the home headteacher agreed, and the leader heard.', null=True)),
                ('replied_at', models.DateTimeField(help_text='When the leader accepted or declined.', null=True)),
                ('offered_at', models.DateTimeField(null=True)),
                ('chosen_at', models.DateTimeField(null=True)),
                ('head_name', models.CharField(blank=True, help_text='The home headteacher who is asked.', max_length=120)),
                ('head_email', models.EmailField(blank=True, max_length=254)),
                ('last_sent_at', models.DateTimeField(help_text='When the last link went out to the home headteacher.', null=True)),
                ('conditions', models.TextField(blank=True, help_text='On which the home headteacher agreed, as typed.')),
                ('signer_name', models.CharField(blank=True, help_text='Who answered for the home school.', max_length=120)),
                ('signer_post', models.CharField(blank=True, max_length=120)),
                ('begins_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('home_school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'deployment',
                'ordering': ['request', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'Asked for'), ('given', 'Given'), ('settled', 'Read by the alliance')], default='asked', max_length=7)),
                ('asked_at', models.DateTimeField()),
                ('effectiveness', models.CharField(blank=True, choices=[('very', 'Very good'), ('good', 'Good'), ('fair', 'Fair'), ('poor', 'Poor')], help_text='Of the leader.', max_length=6)),
                ('overall', models.CharField(blank=True, choices=[('very', 'Very good'), ('good', 'Good'), ('fair', 'Fair'), ('poor', 'Poor')], help_text='Success of the support.', max_length=6)),
                ('changed', models.TextField(blank=True, help_text='What is different now.')),
                ('better', models.TextField(blank=True, help_text='What could have been better.')),
                ('revision', models.PositiveIntegerField(default=0, help_text='Counts the saves of the draft.')),
                ('saved_at', models.DateTimeField(null=True)),
                ('given_at', models.DateTimeField(null=True)),
                ('leader_says', models.TextField(blank=True)),
                ('gained', models.TextField(blank=True)),
                ('home_gained', models.TextField(blank=True)),
                ('follow_up_on', models.DateField(help_text='When the school is asked again: a term after it was given.', null=True)),
                ('lasted', models.CharField(blank=True, choices=[('all', 'All or nearly all of it'), ('part', 'Part of it'), ('none', 'Little or nothing')], help_text='How much has lasted.', max_length=4)),
                ('follow_up', models.TextField(blank=True, help_text='What has lasted, in words.')),
                ('followed_up_at', models.DateTimeField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('deployment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='evaluation', to='support.deployment')),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'evaluation',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='LedgerLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.CharField(choices=[('visit', 'Visit'), ('late', 'Called off late by the school'), ('correction', 'Correction')], max_length=10)),
                ('half_days', models.SmallIntegerField(help_text='Used; a correction may give some back.')),
                ('on', models.DateField(help_text='The day on which they were used.')),
                ('written_at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('deployment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ledger', to='support.deployment')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'line of the ledger',
                'ordering': ['deployment', 'on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phase', models.CharField(choices=[('early_years', 'Early years'), ('primary', 'Primary'), ('secondary', 'Secondary'), ('16_plus', '16 plus'), ('all', 'All phases')], default='all', max_length=11)),
                ('focus', models.CharField(blank=True, help_text='What in this area.', max_length=300)),
                ('half_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('confirmed', models.BooleanField(default=False)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='expertise.area')),
            ],
            options={
                'verbose_name': 'need',
                'ordering': ['request', 'area__position', 'area__name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='For example: pupils at the expected standard in reading.', max_length=160)),
                ('unit', models.CharField(blank=True, help_text='For example: %, points.', max_length=20)),
                ('source', models.CharField(max_length=160)),
                ('baseline', models.DecimalField(decimal_places=2, max_digits=9)),
                ('baseline_on', models.DateField()),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True)),
                ('less_is_better', models.BooleanField(default=False, help_text='As of absences, or lessons that are disturbed.')),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='support.need')),
            ],
            options={
                'verbose_name': 'measure',
                'ordering': ['need', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DeploymentNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('deployment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='support.deployment')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deployments', to='support.need')),
            ],
            options={
                'ordering': ['deployment', 'need_id'],
            },
        ),
        migrations.CreateModel(
            name='NeedEvaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('impact', models.CharField(blank=True, choices=[('very', 'Very good'), ('good', 'Good'), ('fair', 'Fair'), ('poor', 'Poor')], max_length=6)),
                ('evidence', models.TextField(blank=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='support.evaluation')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='support.need')),
            ],
            options={
                'ordering': ['evaluation', 'need__area__position', 'need_id'],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('woken_until', models.DateTimeField(help_text='Until then the sweep believes a worker was told.', null=True)),
                ('lease_until', models.DateTimeField(help_text='Until then nobody else may claim the row.', null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.TextField(blank=True, help_text='Why it waits, failed or came back.')),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('making', 'Being worked out'), ('made', 'Ready'), ('failed', 'Failed'), ('accepted', 'Accepted')], default='waiting', max_length=8)),
                ('lines', models.JSONField(default=list, help_text='[request, key of the leader, needs, half days], by their ids.')),
                ('unmet', models.JSONField(default=list, help_text='Ids of the needs that nobody would meet.')),
                ('gap', models.FloatField(default=0, help_text='How far from the best it may be; 0 is proven best.')),
                ('milliseconds', models.PositiveIntegerField(default=0, help_text='How long the solver took.')),
                ('made_at', models.DateTimeField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'plan',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('payment', models.CharField(choices=[('charge', 'Half days'), ('funded', 'Money into a pot'), ('returned', 'Money out of a pot'), ('paid', 'Paid by a school'), ('paid_out', 'Paid to a home school')], max_length=8)),
                ('on', models.DateField(help_text='The day for which it counts.')),
                ('made_at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('entry', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posting', to='support.ledgerline')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'posting',
                'ordering': ['-on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Pot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('balance_pence', models.BigIntegerField(default=0)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('funder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.partner')),
            ],
            options={
                'verbose_name': 'funding pot',
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AgreementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('half_days', models.PositiveSmallIntegerField()),
                ('half_day_pence', models.PositiveIntegerField(default=0, help_text='Charged for half a day.')),
                ('share_pence', models.PositiveIntegerField(default=0, help_text='Of that, what the alliance keeps.')),
                ('invoiced_by', models.CharField(choices=[('home', 'The home school'), ('alliance', 'The alliance')], default='alliance', max_length=8)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='support.agreement')),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('deployment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='support.deployment')),
                ('pot', models.ForeignKey(blank=True, help_text='Pays; none: the school does.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='support.pot')),
            ],
            options={
                'ordering': ['agreement', 'deployment'],
            },
        ),
        migrations.CreateModel(
            name='Priority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('phase', models.CharField(choices=[('early_years', 'Early years'), ('primary', 'Primary'), ('secondary', 'Secondary'), ('16_plus', '16 plus'), ('all', 'All phases')], default='all', max_length=11)),
                ('why', models.CharField(help_text='In a sentence.', max_length=300)),
                ('half_days', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('schools', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='expertise.area')),
            ],
            options={
                'verbose_name': 'priority',
                'ordering': ['-year', 'area__position', 'area__name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Rate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, help_text='Code of the kind of leader; empty: anybody else.', max_length=10)),
                ('from_day', models.DateField()),
                ('half_day_pence', models.PositiveIntegerField(help_text='Charged for half a day.')),
                ('share_pence', models.PositiveIntegerField(help_text='Of that, what the alliance keeps for its brokerage.')),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
            ],
            options={
                'verbose_name': 'rate',
                'ordering': ['kind', '-from_day'],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.DecimalField(decimal_places=2, max_digits=9)),
                ('on', models.DateField()),
                ('source', models.CharField(max_length=160)),
                ('written_at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='support.measure')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reading',
                'ordering': ['measure', 'on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=alliance.keys.random_code, max_length=12, unique=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('asked', 'Asked for'), ('asked_back', 'Question to the school'), ('diagnosing', 'Diagnosis'), ('matching', 'Finding leaders'), ('agreeing', 'Being agreed'), ('active', 'Under way'), ('evaluating', 'Evaluation'), ('closed', 'Closed'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('cancelled', 'Cancelled')], default='draft', max_length=10)),
                ('revision', models.PositiveIntegerField(default=0, help_text='Counts saves of a draft: a stale tab is refused.')),
                ('source', models.CharField(choices=[('school', 'The school'), ('commissioner', 'A commissioner'), ('enquiry', 'A public enquiry'), ('staff', 'The alliance, for the school')], default='school', max_length=12)),
                ('contact_name', models.CharField(blank=True, max_length=120)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('contact_telephone', models.CharField(blank=True, max_length=20)),
                ('title', models.CharField(blank=True, help_text='What it is about, in a few words.', max_length=120)),
                ('detail', models.TextField(blank=True)),
                ('outcomes', models.TextField(blank=True, help_text='What should be different afterwards.')),
                ('urgency', models.CharField(choices=[('urgent', 'Urgent: within two weeks'), ('soon', 'Soon: this half term'), ('planned', 'Planned: this school year')], default='soon', max_length=8)),
                ('wanted_from', models.DateField(blank=True, null=True)),
                ('wanted_until', models.DateField(blank=True, null=True)),
                ('half_days', models.PositiveSmallIntegerField(blank=True, help_text='How much is thought to be needed.', null=True)),
                ('funding', models.CharField(choices=[('school', 'The school’s own budget'), ('commissioner', 'Whoever commissions it'), ('alliance', 'Money that the alliance holds'), ('grant', 'A grant'), ('unknown', 'Not known yet')], default='unknown', max_length=12)),
                ('order_number', models.CharField(blank=True, max_length=40, verbose_name='purchase order number')),
                ('begun_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('diagnosed_at', models.DateTimeField(null=True)),
                ('matched_at', models.DateTimeField(help_text='When leaders were first proposed; empty again where the school wanted none of them.', null=True)),
                ('contacted_at', models.DateTimeField(help_text='When the chosen leader first spoke with the school.', null=True)),
                ('begins_on', models.DateField(help_text='As agreed.', null=True)),
                ('reviewed_on', models.DateField(help_text='When the mid-term review was held.', null=True)),
                ('ended_at', models.DateTimeField(help_text='When it was closed, declined, withdrawn or cancelled.', null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('commissioner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.partner')),
                ('handled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'verbose_name': 'request',
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='need',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='support.request'),
        ),
        migrations.AddField(
            model_name='deployment',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deployments', to='support.request'),
        ),
        migrations.CreateModel(
            name='Context',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ofsted', models.CharField(blank=True, help_text='Overall effectiveness as last inspected.', max_length=30)),
                ('ofsted_on', models.DateField(blank=True, null=True)),
                ('results', models.TextField(blank=True, help_text='Attainment and progress as last published.')),
                ('phase', models.CharField(blank=True, max_length=40)),
                ('pupils', models.PositiveIntegerField(blank=True, null=True)),
                ('fsm_tenths', models.PositiveSmallIntegerField(blank=True, help_text='Tenths of a per cent.', null=True)),
                ('settings', models.JSONField(default=list, help_text='Codes of states.Setting.')),
                ('in_need', models.BooleanField(default=False, help_text='Counts as a school in need in what the alliance reports.')),
                ('frozen_at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='context', to='support.request')),
            ],
            options={
                'verbose_name': 'context',
            },
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('raised', 'Raised'), ('settled', 'Dealt with')], default='raised', max_length=7)),
                ('raised_as', models.CharField(blank=True, help_text='Name and address of whoever told it by the link in a mail.', max_length=400)),
                ('raised_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('raised_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='support.request')),
            ],
            options={
                'verbose_name': 'concern',
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='agreement',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='support.request'),
        ),
        migrations.CreateModel(
            name='ServiceTimes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('match_hours', models.PositiveSmallIntegerField(default=48, help_text='From asking to a match.')),
                ('match_on_working_days', models.BooleanField(default=False, help_text='Of these hours only those of working days count: 48 are two working days.')),
                ('contact_days', models.PositiveSmallIntegerField(default=7, help_text='From the match to the first contact.')),
                ('record_working_days', models.PositiveSmallIntegerField(default=5, help_text='From a visit to its record.')),
                ('late_hours', models.PositiveSmallIntegerField(default=48, help_text='New agreements: a visit that the school calls off fewer hours before counts; 0: never.')),
                ('alliance', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
            ],
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(choices=[('school', 'The supported school'), ('leader', 'The leader'), ('home', 'The home school'), ('alliance', 'The alliance')], max_length=8)),
                ('state', models.CharField(choices=[('asked', 'Not signed yet'), ('signed', 'Signed'), ('refused', 'Asks for a change')], default='asked', max_length=7)),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(blank=True, help_text='Empty: whoever may sign for the alliance.', max_length=254)),
                ('last_sent_at', models.DateTimeField(null=True)),
                ('signed_name', models.CharField(blank=True, help_text='As typed.', max_length=120)),
                ('signed_post', models.CharField(blank=True, max_length=120)),
                ('answered_at', models.DateTimeField(null=True)),
                ('sha256', models.CharField(blank=True, help_text='Of the words that were signed.', max_length=64)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='support.agreement')),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('deployment', models.ForeignKey(help_text='Of leader and home school.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='support.deployment')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'signature',
                'ordering': ['agreement', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(choices=[('school', 'Supported school'), ('pot', 'Funding pot'), ('home', 'Home school'), ('alliance', 'Alliance'), ('direct', 'Between the schools')], help_text='School: to raise. Home school: to pay.', max_length=8)),
                ('until', models.DateField(help_text='The last day of the term.')),
                ('pence', models.BigIntegerField(help_text='Owed by the school, or to the home school; less than zero: a credit.')),
                ('order_number', models.CharField(blank=True, max_length=40, verbose_name='purchase order number')),
                ('made_at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.letter')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'verbose_name': 'statement',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PostingLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(choices=[('school', 'Supported school'), ('pot', 'Funding pot'), ('home', 'Home school'), ('alliance', 'Alliance'), ('direct', 'Between the schools')], max_length=8)),
                ('pence', models.BigIntegerField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='support.posting')),
                ('school', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('pot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='support.pot')),
                ('statement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='support.statement')),
            ],
            options={
                'ordering': ['posting', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Supporter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('designation_id', models.BigIntegerField(blank=True, null=True)),
                ('phases', models.JSONField(blank=True, default=list, help_text="Codes of states.Phase; none: the home school's.")),
                ('settings', models.JSONField(blank=True, default=list, help_text='Codes of states.Setting that they know.')),
                ('half_days_a_year', models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MaxValueValidator(400)])),
                ('miles', models.PositiveSmallIntegerField(blank=True, help_text='How far they travel; empty: any way.', null=True)),
                ('about', models.TextField(blank=True, help_text='Experience and way of working, for whoever matches.')),
                ('until', models.DateField(blank=True, help_text='Not to be deployed from this day on.', null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('home_school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('interests', models.ManyToManyField(blank=True, help_text='Schools with which they declared an interest.', related_name='+', to='schools.school')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supporting', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'supporter',
                'ordering': ['person_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RuledOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ruled_out', to='support.request')),
                ('supporter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='support.supporter')),
            ],
            options={
                'verbose_name': 'ruling out',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='request',
            name='wanted',
            field=models.ForeignKey(blank=True, help_text='Asked for by name.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='support.supporter'),
        ),
        migrations.AddField(
            model_name='deployment',
            name='supporter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deployments', to='support.supporter'),
        ),
        migrations.CreateModel(
            name='Away',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('why', models.CharField(blank=True, max_length=100)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('supporter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='away', to='support.supporter')),
            ],
            options={
                'verbose_name': 'time away',
                'ordering': ['first_day', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SupporterArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='expertise.area')),
                ('supporter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='support.supporter')),
            ],
            options={
                'ordering': ['supporter', 'area__position', 'area__name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('submitted', 'Recorded'), ('called_off', 'Called off')], default='planned', max_length=10)),
                ('on', models.DateField(help_text='The day of the visit.')),
                ('half_days', models.PositiveSmallIntegerField(default=1)),
                ('focus', models.CharField(blank=True, max_length=300)),
                ('activity', models.TextField(blank=True)),
                ('next_steps', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=0, help_text='Counts the saves of the record.')),
                ('saved_at', models.DateTimeField(null=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('deployment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='support.deployment')),
                ('occasion', models.OneToOneField(help_text='Where it was planned in the diary.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='diary.occasion')),
            ],
            options={
                'verbose_name': 'visit',
                'ordering': ['deployment', 'on', 'id'],
            },
        ),
        migrations.AddField(
            model_name='ledgerline',
            name='visit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ledger', to='support.visit'),
        ),
        migrations.CreateModel(
            name='Wait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('question', 'An answer to a question'), ('choice', 'Its choice among leaders, of whom it wanted none')], max_length=8)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waits', to='support.request')),
            ],
            options={
                'ordering': ['request', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'given', 'settled'])), name='evaluation_state'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(('effectiveness__in', ['very', 'good', 'fair', 'poor', ''])), name='evaluation_effectiveness'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(('overall__in', ['very', 'good', 'fair', 'poor', ''])), name='evaluation_overall'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(('lasted__in', ['all', 'part', 'none', ''])), name='evaluation_lasted'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'asked'), models.Q(models.Q(('effectiveness', ''), _negated=True), models.Q(('overall', ''), _negated=True)), _connector='OR'), name='evaluation_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='deploymentneed',
            constraint=models.UniqueConstraint(fields=('deployment', 'need'), name='deployment_need_once'),
        ),
        migrations.AddConstraint(
            model_name='needevaluation',
            constraint=models.CheckConstraint(condition=models.Q(('impact__in', ['very', 'good', 'fair', 'poor', ''])), name='need_evaluation_impact'),
        ),
        migrations.AddConstraint(
            model_name='needevaluation',
            constraint=models.UniqueConstraint(fields=('evaluation', 'need'), name='need_evaluation_once'),
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(condition=models.Q(('state__in', ['waiting', 'making'])), fields=['due_at'], name='support_plan_open'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'making', 'made', 'failed', 'accepted'])), name='support_plan_state'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('payment__in', ['charge', 'funded', 'returned', 'paid', 'paid_out'])), name='posting_payment'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('payment', 'charge'), ('entry__isnull', True), _connector='XOR'), name='posting_charges_an_entry'),
        ),
        migrations.AddConstraint(
            model_name='pot',
            constraint=models.UniqueConstraint(fields=('alliance', 'name'), name='pot_once'),
        ),
        migrations.AddConstraint(
            model_name='pot',
            constraint=models.CheckConstraint(condition=models.Q(('balance_pence__gte', 0)), name='pot_is_never_overdrawn'),
        ),
        migrations.AddConstraint(
            model_name='agreementline',
            constraint=models.CheckConstraint(condition=models.Q(('invoiced_by__in', ['home', 'alliance'])), name='agreement_line_invoiced'),
        ),
        migrations.AddConstraint(
            model_name='agreementline',
            constraint=models.CheckConstraint(condition=models.Q(('half_days__gt', 0)), name='agreement_line_has_days'),
        ),
        migrations.AddConstraint(
            model_name='agreementline',
            constraint=models.CheckConstraint(condition=models.Q(('share_pence__lte', models.F('half_day_pence'))), name='agreement_line_share'),
        ),
        migrations.AddConstraint(
            model_name='agreementline',
            constraint=models.UniqueConstraint(fields=('agreement', 'deployment'), name='agreement_line_once'),
        ),
        migrations.AddConstraint(
            model_name='priority',
            constraint=models.CheckConstraint(condition=models.Q(('phase__in', ['early_years', 'primary', 'secondary', '16_plus', 'all'])), name='priority_phase'),
        ),
        migrations.AddConstraint(
            model_name='priority',
            constraint=models.UniqueConstraint(fields=('alliance', 'year', 'area', 'phase'), name='priority_once'),
        ),
        migrations.AddConstraint(
            model_name='rate',
            constraint=models.UniqueConstraint(fields=('alliance', 'kind', 'from_day'), name='rate_once'),
        ),
        migrations.AddConstraint(
            model_name='rate',
            constraint=models.CheckConstraint(condition=models.Q(('share_pence__lte', models.F('half_day_pence'))), name='rate_share_is_a_part'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.UniqueConstraint(fields=('measure', 'on'), name='reading_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('phase__in', ['early_years', 'primary', 'secondary', '16_plus', 'all'])), name='need_phase'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.UniqueConstraint(fields=('request', 'area', 'phase'), name='need_once'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['raised', 'settled'])), name='concern_state'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(('raised_by__isnull', False), models.Q(('raised_as', ''), _negated=True), _connector='OR'), name='concern_is_somebodys'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'signing', 'signed', 'replaced'])), name='agreement_state'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('request', 'version'), name='agreement_version_once'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'signing'))), fields=('request',), name='agreement_one_open'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'signed')), fields=('request',), name='agreement_one_in_force'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('sha256', ''), _negated=True), _connector='OR'), name='agreement_words_are_kept'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'signed', 'refused'])), name='signature_state'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('party__in', ['school', 'leader', 'home', 'alliance'])), name='signature_party'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(models.F('agreement'), models.F('party'), django.db.models.functions.comparison.Coalesce('deployment', 0), name='signature_once'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'signed'), _negated=True), models.Q(models.Q(('signed_name', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='signature_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('account__in', ('school', 'home'))), name='statement_account'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('alliance', 'school', 'account', 'until'), name='statement_once'),
        ),
        migrations.AddConstraint(
            model_name='postingline',
            constraint=models.CheckConstraint(condition=models.Q(('account__in', ['school', 'pot', 'home', 'alliance', 'direct'])), name='posting_line_account'),
        ),
        migrations.AddConstraint(
            model_name='postingline',
            constraint=models.CheckConstraint(condition=models.Q(('pence', 0), _negated=True), name='posting_line_moves_money'),
        ),
        migrations.AddConstraint(
            model_name='postingline',
            constraint=models.CheckConstraint(condition=models.Q(('account__in', ('school', 'home', 'direct')), ('school__isnull', True), _connector='XOR'), name='posting_line_of_a_school'),
        ),
        migrations.AddConstraint(
            model_name='postingline',
            constraint=models.CheckConstraint(condition=models.Q(('account', 'pot'), ('pot__isnull', True), _connector='XOR'), name='posting_line_of_a_pot'),
        ),
        migrations.AddConstraint(
            model_name='postingline',
            constraint=models.UniqueConstraint(models.F('posting'), models.F('account'), django.db.models.functions.comparison.Coalesce('school', 0), django.db.models.functions.comparison.Coalesce('pot', 0), name='posting_line_once'),
        ),
        migrations.AddConstraint(
            model_name='supporter',
            constraint=models.UniqueConstraint(condition=models.Q(('designation_id__isnull', False)), fields=('alliance', 'designation_id'), name='supporter_designation_once'),
        ),
        migrations.AddConstraint(
            model_name='supporter',
            constraint=models.UniqueConstraint(condition=models.Q(('designation_id__isnull', True)), fields=('alliance', 'person'), name='supporter_other_once'),
        ),
        migrations.AddConstraint(
            model_name='supporter',
            constraint=models.CheckConstraint(condition=models.Q(('designation_id__isnull', False), ('home_school__isnull', False), _connector='OR'), name='supporter_has_home'),
        ),
        migrations.AddConstraint(
            model_name='ruledout',
            constraint=models.UniqueConstraint(fields=('request', 'supporter'), name='ruled_out_once'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['alliance', 'state'], name='request_by_state'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'asked', 'asked_back', 'diagnosing', 'matching', 'agreeing', 'active', 'evaluating', 'closed', 'declined', 'withdrawn', 'cancelled'])), name='request_state'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['school', 'commissioner', 'enquiry', 'staff'])), name='request_source'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('urgency__in', ['urgent', 'soon', 'planned'])), name='request_urgency'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('funding__in', ['school', 'commissioner', 'alliance', 'grant', 'unknown'])), name='request_funding'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'withdrawn')), ('school__isnull', False), _connector='OR'), name='request_for_a_school'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', 'commissioner'), _negated=True), ('commissioner__isnull', False), _connector='OR'), name='request_commissioned_by'),
        ),
        migrations.AddConstraint(
            model_name='deployment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'release_asked', 'leader_asked', 'offered', 'chosen', 'active', 'paused', 'ended', 'not_released', 'declined', 'not_chosen', 'dropped'])), name='deployment_state'),
        ),
        migrations.AddConstraint(
            model_name='deployment',
            constraint=models.CheckConstraint(condition=models.Q(('half_days__gt', 0)), name='deployment_has_days'),
        ),
        migrations.AddConstraint(
            model_name='deployment',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('planned', 'release_asked', 'leader_asked', 'offered', 'chosen', 'active', 'paused'))), fields=('request', 'supporter'), name='deployment_once'),
        ),
        migrations.AddConstraint(
            model_name='away',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='away_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='supporterarea',
            constraint=models.UniqueConstraint(fields=('supporter', 'area'), name='supporter_area_once'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'submitted', 'called_off'])), name='visit_state'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('half_days__gt', 0)), name='visit_has_days'),
        ),
        migrations.AddConstraint(
            model_name='ledgerline',
            constraint=models.CheckConstraint(condition=models.Q(('entry__in', ['visit', 'late', 'correction'])), name='ledger_entry'),
        ),
        migrations.AddConstraint(
            model_name='ledgerline',
            constraint=models.CheckConstraint(condition=models.Q(('entry', 'correction'), ('half_days__gt', 0), _connector='OR'), name='ledger_uses_days'),
        ),
        migrations.AddConstraint(
            model_name='ledgerline',
            constraint=models.CheckConstraint(condition=models.Q(('entry', 'correction'), ('visit__isnull', False), _connector='OR'), name='ledger_of_a_visit'),
        ),
        migrations.AddConstraint(
            model_name='ledgerline',
            constraint=models.UniqueConstraint(condition=models.Q(('entry__in', ('visit', 'late'))), fields=('visit',), name='ledger_visit_once'),
        ),
        migrations.AddConstraint(
            model_name='wait',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['question', 'choice'])), name='wait_what'),
        ),
        migrations.AddConstraint(
            model_name='wait',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('request',), name='wait_one_open'),
        ),
    ]
