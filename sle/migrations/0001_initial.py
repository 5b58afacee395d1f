import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import sle.models.applications
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('panels', '0001_initial'),
        ('post', '0001_initial'),
        ('schools', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AreaList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('current', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['version'],
            },
        ),
        migrations.CreateModel(
            name='AgencyReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.CharField(max_length=60)),
                ('csv', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'return to the agency',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=sle.models.applications.random_code, help_text='In addresses: says nothing about how many there are.', max_length=12, unique=True)),
                ('state', models.CharField(choices=[('draft', 'In progress'), ('handed_over', 'With the headteacher or principal'), ('submitted', 'Submitted'), ('ineligible', 'Not eligible'), ('not_considered', 'Not considered'), ('withdrawn', 'Withdrawn'), ('decided', 'Outcome sent')], default='draft', max_length=16)),
                ('revision', models.PositiveIntegerField(default=0, help_text='Counts saves of the details: a stale tab is refused.')),
                ('first_name', models.CharField(blank=True, max_length=80)),
                ('surname', models.CharField(blank=True, max_length=80)),
                ('telephone', models.CharField(blank=True, max_length=20)),
                ('post', models.CharField(blank=True, max_length=120)),
                ('trn', models.CharField(blank=True, max_length=7, validators=[django.core.validators.RegexValidator('^\\d{7}$', 'A teacher reference number has seven digits, like 1234567.')], verbose_name='teacher reference number')),
                ('no_trn_reason', models.CharField(blank=True, max_length=200)),
                ('leadership_role', models.CharField(blank=True, max_length=120)),
                ('leadership_years', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('is_head', models.BooleanField(null=True)),
                ('is_hlta', models.BooleanField(null=True)),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('declared_at', models.DateTimeField(null=True)),
                ('handed_over_at', models.DateTimeField(null=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('paper_received_at', models.DateTimeField(null=True)),
                ('confirm_asked_at', models.DateTimeField(help_text='When the applicant was last asked to confirm it.', null=True)),
                ('paper_confirmed_at', models.DateTimeField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sle_applications', to=settings.AUTH_USER_MODEL)),
                ('paper_entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'verbose_name': 'application',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='AdjustmentRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('request', models.TextField()),
                ('arrangement', models.TextField(blank=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('arranged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='adjustment', to='sle.application')),
            ],
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, help_text='Code of the kind of leader, if it is for one only.', max_length=10)),
                ('focus', models.CharField(blank=True, help_text='Ofsted focus: the heading in the list.', max_length=60)),
                ('name', models.CharField(max_length=120)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('alliance', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('national', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sle.area')),
                ('area_list', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='areas', to='sle.arealist')),
            ],
            options={
                'ordering': ['area_list', 'position', 'name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ApplicationArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='sle.application')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sle.area')),
            ],
            options={
                'ordering': ['application', 'area__position', 'area__name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AreaDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('approved', 'Approved'), ('released', 'Released')], default='proposed', max_length=10)),
                ('outcome', models.CharField(choices=[('designated', 'Designated'), ('with_support', 'Designated with a support plan'), ('reserve', 'Reserve'), ('not_designated', 'Not designated')], max_length=16)),
                ('reserve_until', models.DateField(blank=True, help_text='The last day in reserve; kept where a place came up for somebody in reserve.', null=True)),
                ('left_reserve_at', models.DateTimeField(help_text='When the applicant said that they want no place.', null=True)),
                ('proposed_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('application_area', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='decision', to='sle.applicationarea')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'decision',
                'ordering': ['application_area'],
            },
        ),
        migrations.CreateModel(
            name='Designation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(default='SLE', max_length=10)),
                ('state', models.CharField(choices=[('offered', 'Offered'), ('arriving', 'Asks to move here'), ('current', 'Current'), ('declined', 'Declined'), ('lapsed', 'Lapsed'), ('not_taken', 'Did not move here'), ('resigned', 'Resigned'), ('withdrawn', 'Withdrawn'), ('de_designated', 'De-designated'), ('transferred', 'Moved to another alliance'), ('replaced', 'Replaced by a newer one')], default='offered', max_length=13)),
                ('trn', models.CharField(blank=True, max_length=7)),
                ('offered_at', models.DateTimeField(null=True)),
                ('reply_by', models.DateField(null=True)),
                ('replied_at', models.DateTimeField(null=True)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(help_text='When it is due to be reviewed.', null=True)),
                ('ended_on', models.DateField(help_text='When it came to an end.', null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('application', models.ForeignKey(help_text='None if brought in.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='designations', to='sle.application')),
                ('home_school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='designations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'designation',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='DesignationArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('with_support', models.BooleanField(default=False)),
                ('since', models.DateField(help_text='Designated in this area since, if earlier than the designation.', null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sle.area')),
                ('designation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='sle.designation')),
            ],
            options={
                'ordering': ['designation', 'area__position', 'area__name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DesignationKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='The abbreviation, shared by all alliances: SLE, LLE, NLE.', max_length=10)),
                ('word', models.CharField(max_length=80)),
                ('plural', models.CharField(max_length=80)),
                ('designated_by', models.CharField(choices=[('alliance', 'This alliance'), ('nationally', 'Nationally, by the agency')], default='alliance', max_length=10)),
                ('own_areas', models.BooleanField(default=False, help_text='Areas of its own instead of the shared list.')),
                ('years', models.PositiveSmallIntegerField(blank=True, default=4, help_text='None if it does not run out.', null=True)),
                ('review_months', models.PositiveSmallIntegerField(blank=True, default=6, help_text='Months before the end at which the review begins; None: never.', null=True)),
                ('remind_every', models.PositiveSmallIntegerField(default=4, help_text='Working days between reminders.')),
                ('appeal_working_days', models.PositiveSmallIntegerField(default=10)),
                ('appeal_grounds', models.TextField(blank=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
            ],
            options={
                'verbose_name': 'kind of leader',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='EligibilityRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300)),
                ('decided_by', models.CharField(choices=[('answers', 'The applicant’s answers'), ('head', 'The headteacher or principal'), ('staff', 'Alliance staff')], max_length=8)),
                ('automatic', models.CharField(choices=[('none', 'Nothing: people decide'), ('leadership_years', 'At least two years in a leadership role'), ('not_head', 'Not headteacher or principal of a school'), ('not_hlta', 'Not a higher level teaching assistant'), ('has_area', 'At least one area'), ('release', 'The head agrees to release')], default='none', max_length=20)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
            ],
            options={
                'ordering': ['round', 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EligibilityFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('met', models.BooleanField()),
                ('found_at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='sle.application')),
                ('found_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sle.eligibilityrule')),
            ],
            options={
                'ordering': ['application', 'rule__position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Interview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('invited', 'Invited'), ('held', 'Interviewed'), ('missed', 'Did not attend'), ('called_off', 'Called off')], default='invited', max_length=10)),
                ('starts_at', models.DateTimeField()),
                ('place', models.CharField(max_length=200)),
                ('details', models.TextField(blank=True, help_text='What to bring, whom to ask for.')),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='interview', to='sle.application')),
            ],
            options={
                'verbose_name': 'interview',
                'ordering': ['starts_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='InterviewScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.TextField(blank=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='panels.criterion')),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='sle.interview')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='panels.level')),
            ],
            options={
                'ordering': ['interview', 'criterion'],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'Asked by the leader'), ('released', 'With the other alliance'), ('done', 'Moved'), ('kept', 'Not released'), ('not_taken', 'Not taken by the other alliance'), ('taken_back', 'Taken back by the leader')], default='asked', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('designation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='sle.designation')),
                ('to_alliance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.alliance')),
            ],
            options={
                'verbose_name': 'move',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='OutcomeLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_reserve', models.BooleanField(default=False, help_text='It offers a place to somebody in reserve.')),
                ('state', models.CharField(choices=[('draft', 'To approve'), ('approved', 'Approved'), ('held', 'Held back'), ('released', 'Released'), ('void', 'Not needed')], default='draft', max_length=10)),
                ('body', models.TextField(blank=True, help_text='Simple Markdown, values filled in; empty until decided.')),
                ('feedback', models.JSONField(default=list, help_text="[{criterion, text}]: drafted from the panel's comments.")),
                ('revision', models.PositiveIntegerField(default=0)),
                ('edited', models.BooleanField(default=False)),
                ('approved_at', models.DateTimeField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcome_letters', to='sle.application')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.letter')),
                ('texts', models.ManyToManyField(help_text='The standard wordings it was drafted from.', related_name='+', to='post.text')),
            ],
            options={
                'verbose_name': 'letter',
                'ordering': ['application', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('key', models.SlugField(max_length=40)),
                ('title', models.CharField(max_length=120)),
                ('text', models.TextField()),
                ('word_limit', models.PositiveSmallIntegerField(default=300)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
            ],
            options={
                'ordering': ['round', 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('complete', models.BooleanField(default=False, help_text='The applicant says so.')),
                ('saved_at', models.DateTimeField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='sle.application')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sle.question')),
            ],
            options={
                'ordering': ['application', 'question__position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('head', 'Reference of the headteacher or principal'), ('second', 'Second reference')], max_length=6)),
                ('state', models.CharField(choices=[('named', 'Not asked yet'), ('checking', 'Address being checked with the school'), ('asked', 'Asked'), ('returned', 'Returned'), ('declined', 'Declined'), ('replaced', 'Replaced')], default='named', max_length=8)),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254)),
                ('telephone', models.CharField(blank=True, max_length=20)),
                ('post', models.CharField(blank=True, max_length=120)),
                ('asked_at', models.DateTimeField(null=True)),
                ('last_sent_at', models.DateTimeField(help_text='When the link was last sent: asked, sent again, reminded.', null=True)),
                ('returned_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0, help_text='Counts saves of the draft: a stale tab is refused.')),
                ('saved_at', models.DateTimeField(null=True)),
                ('confirms_role', models.BooleanField(null=True)),
                ('confirms_years', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('agrees_release', models.BooleanField(null=True)),
                ('known_how', models.CharField(blank=True, max_length=200)),
                ('known_years', models.CharField(blank=True, max_length=60)),
                ('support', models.CharField(blank=True, choices=[('strongly', 'Supports the application strongly'), ('clearly', 'Supports the application'), ('reservations', 'Supports the application with reservations'), ('not', 'Does not support the application')], max_length=12)),
                ('signer_school', models.CharField(blank=True, max_length=120)),
                ('statement', models.TextField(blank=True)),
                ('signer_name', models.CharField(blank=True, max_length=120)),
                ('signer_post', models.CharField(blank=True, max_length=120)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='sle.application')),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'verbose_name': 'reference',
                'ordering': ['application', 'kind', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RegisterChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('designated', 'Designated'), ('moved_in', 'Moved here from another alliance'), ('renewed', 'Renewed'), ('school', 'Home school changed'), ('moved_out', 'Moved to another alliance'), ('resigned', 'Resigned'), ('withdrawn', 'Withdrawn'), ('de_designated', 'De-designated'), ('reinstated', 'Reinstated after an appeal')], max_length=13)),
                ('on', models.DateField()),
                ('agency_return', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='sle.agencyreturn')),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('designation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='sle.designation')),
            ],
            options={
                'verbose_name': 'change of the register',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('gathering', 'Gathering evidence'), ('proposed', 'Outcome proposed'), ('renewed', 'Renewed'), ('ended', 'De-designated'), ('dropped', 'No longer needed')], default='gathering', max_length=9)),
                ('cause', models.CharField(choices=[('due', 'The designation runs out'), ('concern', 'A concern has come up')], default='due', max_length=7)),
                ('opened_at', models.DateTimeField()),
                ('answer_by', models.DateField(help_text='By when the leader and the head are asked to answer.')),
                ('concern', models.TextField(blank=True, help_text='What has come up, as the leader is told.')),
                ('statement', models.TextField(blank=True)),
                ('stated_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('renew', 'Renew the designation'), ('end', 'De-designate')], max_length=5)),
                ('years', models.PositiveSmallIntegerField(null=True)),
                ('reasons', models.TextField(blank=True)),
                ('conditions', models.TextField(blank=True)),
                ('proposed_at', models.DateTimeField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('told_on', models.DateField(help_text='The day of the letter.', null=True)),
                ('appeal_until', models.DateField(null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('areas', models.ManyToManyField(related_name='+', to='sle.area')),
                ('designation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='sle.designation')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'review',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('wanted', 'Nobody to ask yet'), ('asked', 'Asked'), ('agreed', 'Released'), ('refused', 'Release refused'), ('settled', 'Refused, and settled'), ('dropped', 'No longer asked')], default='wanted', max_length=7)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('asked_at', models.DateTimeField(null=True)),
                ('last_sent_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('view', models.TextField(blank=True, help_text="What the head says of the leader's work, or why not.")),
                ('signer_name', models.CharField(blank=True, max_length=120)),
                ('signer_post', models.CharField(blank=True, max_length=120)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('designation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='releases', to='sle.designation')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('review', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='releases', to='sle.review')),
            ],
            options={
                'verbose_name': 'release',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(default='SLE', max_length=10)),
                ('title', models.CharField(max_length=120)),
                ('about', models.TextField(blank=True, help_text='For the public page: who should apply, and why.')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('closed', 'Closed'), ('scoring', 'Scoring'), ('deciding', 'Deciding'), ('released', 'Released'), ('finished', 'Finished'), ('cancelled', 'Cancelled')], default='draft', max_length=10)),
                ('opens_at', models.DateTimeField(blank=True, null=True)),
                ('hand_over_by', models.DateTimeField(blank=True, null=True)),
                ('references_by', models.DateTimeField(blank=True, null=True)),
                ('score_by', models.DateTimeField(blank=True, null=True)),
                ('interviews_on', models.CharField(blank=True, help_text='In words: week beginning 11 February.', max_length=80)),
                ('outcomes_on', models.DateField(blank=True, null=True)),
                ('reply_by', models.DateField(blank=True, null=True)),
                ('training_on', models.DateField(blank=True, help_text='Core training of those designated.', null=True)),
                ('second_reference', models.BooleanField(default=True)),
                ('interviews', models.BooleanField(default=False)),
                ('anonymous', models.BooleanField(default=True)),
                ('scores_per_entry', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('appeal_grounds', models.TextField(blank=True)),
                ('appeal_working_days', models.PositiveSmallIntegerField(default=10)),
                ('designated_years', models.PositiveSmallIntegerField(default=4)),
                ('privacy_notice', models.TextField(blank=True)),
                ('kept_years', models.PositiveSmallIntegerField(default=2, help_text='How long applications are kept.')),
                ('remind_every', models.PositiveSmallIntegerField(default=4, help_text='Working days between reminders to heads and referees.')),
                ('remind_before', models.PositiveSmallIntegerField(default=2, help_text='Working days before a closing time at which everyone unfinished is reminded.')),
                ('release_at', models.DateTimeField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sle_rounds', to='schools.alliance')),
                ('copied_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='sle.round')),
                ('interview_rubric', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='panels.rubric')),
                ('release_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rubric', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='panels.rubric')),
            ],
            options={
                'verbose_name': 'round',
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='question',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='sle.round'),
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hand_over_by', models.DateTimeField(null=True)),
                ('references_by', models.DateTimeField(null=True)),
                ('granted_at', models.DateTimeField()),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('application', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='sle.application')),
                ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='sle.round')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='eligibilityrule',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='eligibility_rules', to='sle.round'),
        ),
        migrations.AddField(
            model_name='application',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='sle.round'),
        ),
        migrations.AddField(
            model_name='agencyreturn',
            name='round',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='sle.round'),
        ),
        migrations.CreateModel(
            name='RoundArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='schools.alliance')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sle.area')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='sle.round')),
            ],
            options={
                'ordering': ['round', 'area__position', 'area__name', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='applicationarea',
            constraint=models.UniqueConstraint(fields=('application', 'area'), name='application_area_once'),
        ),
        migrations.AddConstraint(
            model_name='areadecision',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'approved', 'released'])), name='decision_state'),
        ),
        migrations.AddConstraint(
            model_name='areadecision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['designated', 'with_support', 'reserve', 'not_designated'])), name='decision_outcome'),
        ),
        migrations.AddConstraint(
            model_name='areadecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'reserve'), _negated=True), ('reserve_until__isnull', False), _connector='OR'), name='decision_reserve_until_when'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(('area_list__isnull', True), ('alliance__isnull', True), _connector='XOR'), name='area_belongs'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Coalesce('area_list', 0), django.db.models.functions.comparison.Coalesce('alliance', 0), models.F('kind'), models.F('name'), name='area_name_once'),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['offered', 'arriving', 'current', 'declined', 'lapsed', 'not_taken', 'resigned', 'withdrawn', 'de_designated', 'transferred', 'replaced'])), name='designation_state'),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'current')), fields=('person', 'kind'), name='designation_one_current'),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'offered')), fields=('application',), name='designation_one_offer'),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'arriving')), fields=('person', 'kind'), name='designation_one_arriving'),
        ),
        migrations.AddConstraint(
            model_name='designationarea',
            constraint=models.UniqueConstraint(fields=('designation', 'area'), name='designation_area_once'),
        ),
        migrations.AddConstraint(
            model_name='designationkind',
            constraint=models.CheckConstraint(condition=models.Q(('designated_by__in', ['alliance', 'nationally'])), name='kind_designated_by'),
        ),
        migrations.AddConstraint(
            model_name='designationkind',
            constraint=models.UniqueConstraint(fields=('alliance', 'code'), name='kind_code_once'),
        ),
        migrations.AddConstraint(
            model_name='eligibilityfinding',
            constraint=models.UniqueConstraint(fields=('application', 'rule'), name='finding_once'),
        ),
        migrations.AddConstraint(
            model_name='interview',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['invited', 'held', 'missed', 'called_off'])), name='interview_state'),
        ),
        migrations.AddConstraint(
            model_name='interviewscore',
            constraint=models.UniqueConstraint(fields=('interview', 'criterion'), name='interview_score_once'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'released', 'done', 'kept', 'not_taken', 'taken_back'])), name='move_state'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'released'])), fields=('designation',), name='move_one_open'),
        ),
        migrations.AddConstraint(
            model_name='outcomeletter',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'approved', 'held', 'released', 'void'])), name='outcome_letter_state'),
        ),
        migrations.AddConstraint(
            model_name='outcomeletter',
            constraint=models.UniqueConstraint(condition=models.Q(('from_reserve', False)), fields=('application',), name='outcome_letter_once'),
        ),
        migrations.AddConstraint(
            model_name='outcomeletter',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'approved', 'held'))), fields=('application',), name='outcome_letter_one_open'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('application', 'question'), name='answer_once'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['head', 'second'])), name='reference_kind'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['named', 'checking', 'asked', 'returned', 'declined', 'replaced'])), name='reference_state'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.CheckConstraint(condition=models.Q(('support__in', ['strongly', 'clearly', 'reservations', 'not', ''])), name='reference_support'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'replaced'), _negated=True), fields=('application', 'kind'), name='reference_one_of_each'),
        ),
        migrations.AddConstraint(
            model_name='registerchange',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['designated', 'moved_in', 'renewed', 'school', 'moved_out', 'resigned', 'withdrawn', 'de_designated', 'reinstated'])), name='register_change_what'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['gathering', 'proposed', 'renewed', 'ended', 'dropped'])), name='review_state'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('cause__in', ['due', 'concern'])), name='review_cause'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['renew', 'end', ''])), name='review_outcome'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['gathering', 'proposed'])), fields=('designation',), name='review_one_open'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='review_two_people'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['wanted', 'asked', 'agreed', 'refused', 'settled', 'dropped'])), name='release_state'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['wanted', 'asked'])), fields=('designation',), name='release_one_open'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'closed', 'scoring', 'deciding', 'released', 'finished', 'cancelled'])), name='round_state'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('hand_over_by__isnull', True), ('references_by__isnull', True), ('references_by__gte', models.F('hand_over_by')), _connector='OR'), name='round_references_not_before_hand_over'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('round', 'key'), name='question_key_once'),
        ),
        migrations.AddConstraint(
            model_name='eligibilityrule',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__in', ['answers', 'head', 'staff'])), name='eligibility_decided_by'),
        ),
        migrations.AddConstraint(
            model_name='eligibilityrule',
            constraint=models.CheckConstraint(condition=models.Q(('automatic__in', ['none', 'leadership_years', 'not_head', 'not_hlta', 'has_area', 'release'])), name='eligibility_check'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['round', 'state'], name='application_round_state'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'handed_over', 'submitted', 'ineligible', 'not_considered', 'withdrawn', 'decided'])), name='application_state'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('round', 'applicant'), name='application_once'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'submitted'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='application_submitted_when'),
        ),
        migrations.AddConstraint(
            model_name='roundarea',
            constraint=models.UniqueConstraint(fields=('round', 'area'), name='round_area_once'),
        ),
    ]
