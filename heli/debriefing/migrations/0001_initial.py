import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ballots', '0001_initial'),
        ('duties', '0011_repeats_given_up'),
        ('members', '0007_transfer_reroute'),
        ('orgs', '0003_first_dictionaries'),
    ]

    operations = [
        migrations.CreateModel(
            name='Debriefing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('first_on', models.DateField(verbose_name='开始日期')),
                ('last_on', models.DateField(verbose_name='结束日期')),
                ('why_when', models.CharField(blank=True, max_length=200, verbose_name='不在规定时间的原因')),
                ('rating_share', models.PositiveSmallIntegerField(verbose_name='测评所占比例')),
                ('document', models.CharField(blank=True, max_length=120, verbose_name='方案文号')),
                ('issued_at', models.DateTimeField(null=True, verbose_name='印发时间')),
                ('issued_by', models.CharField(blank=True, max_length=120, verbose_name='印发人')),
                ('met_on', models.DateField(null=True, verbose_name='审定日期')),
                ('met_as', models.CharField(blank=True, max_length=120, verbose_name='审定会议')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='审定登记时间')),
                ('decided_by', models.CharField(blank=True, max_length=120, verbose_name='审定登记人')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='办结时间')),
                ('closed_by', models.CharField(blank=True, max_length=120, verbose_name='办结人')),
                ('made_at', models.DateTimeField(verbose_name='建立时间')),
                ('made_by', models.CharField(max_length=120, verbose_name='建立人')),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='duties.record')),
                ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='debriefings', to='orgs.organisation', verbose_name='组织方')),
            ],
            options={
                'verbose_name': '述职评议',
                'indexes': [models.Index(fields=['year', 'organiser'], name='debriefing_by_year')],
                'constraints': [models.UniqueConstraint(fields=('organiser', 'year'), name='debriefing_once_a_year'), models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='debriefing_days'), models.CheckConstraint(condition=models.Q(('rating_share__range', (1, 100))), name='debriefing_share'), models.CheckConstraint(condition=models.Q(models.Q(('issued_at', None), ('issued_by', '')), models.Q(('issued_at__isnull', False), models.Q(('issued_by', ''), _negated=True)), _connector='OR'), name='debriefing_issued_by'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', ''), ('met_on', None)), models.Q(('decided_at__isnull', False), ('met_on__isnull', False), models.Q(('decided_by', ''), _negated=True), models.Q(('met_as', ''), _negated=True)), _connector='OR'), name='debriefing_decided_by'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', '')), models.Q(('closed_at__isnull', False), ('decided_at__isnull', False), models.Q(('closed_by', ''), _negated=True)), _connector='OR'), name='debriefing_closed_by')],
            },
        ),
        migrations.CreateModel(
            name='GradeLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grade', models.CharField(choices=[('good', '好'), ('fair', '较好'), ('plain', '一般'), ('poor', '差')], max_length=8, verbose_name='等次')),
                ('worth', models.PositiveSmallIntegerField(verbose_name='每票分值')),
                ('line', models.PositiveSmallIntegerField(verbose_name='分数线')),
                ('debriefing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='debriefing.debriefing')),
            ],
            options={
                'verbose_name': '等次分数线',
                'constraints': [models.UniqueConstraint(fields=('debriefing', 'grade'), name='grade_line_once'), models.CheckConstraint(condition=models.Q(('line__lte', 100), ('worth__lte', 100)), name='grade_line_range')],
            },
        ),
        migrations.CreateModel(
            name='RaterGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('name', models.CharField(max_length=40, verbose_name='测评主体')),
                ('weight', models.PositiveSmallIntegerField(verbose_name='权重')),
                ('suggests', models.CharField(choices=[('own', '组织方班子成员'), ('reporters', '述职人'), ('none', '不预填')], default='none', max_length=10, verbose_name='预填')),
                ('debriefing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='debriefing.debriefing')),
                ('poll', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ballots.poll')),
            ],
            options={
                'verbose_name': '测评主体',
                'constraints': [models.UniqueConstraint(fields=('debriefing', 'name'), name='rater_group_once'), models.CheckConstraint(condition=models.Q(('weight__range', (1, 100))), name='rater_group_weight')],
            },
        ),
        migrations.CreateModel(
            name='Reporter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(max_length=20, verbose_name='述职关系')),
                ('office', models.CharField(choices=[('secretary', '书记'), ('deputy', '副书记'), ('fulltime_deputy', '专职副书记'), ('organisation', '组织委员'), ('publicity', '宣传委员'), ('discipline', '纪检委员'), ('youth', '青年委员'), ('committee_member', '委员'), ('group_leader', '党小组组长'), ('lead_secretary', '党组书记'), ('lead_deputy', '党组副书记'), ('lead_member', '党组成员'), ('staff', '工作人员'), ('clerk', '党务干事'), ('group_clerk', '党组秘书'), ('administrator', '业务管理员'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员')], max_length=20, verbose_name='党内职务')),
                ('name', models.CharField(max_length=60, verbose_name='述职人')),
                ('manner', models.CharField(choices=[('on_spot', '现场述职'), ('written', '书面述职')], max_length=10, verbose_name='述职方式')),
                ('handed_in_at', models.DateTimeField(null=True, verbose_name='报送时间')),
                ('handed_in_by', models.CharField(blank=True, max_length=120, verbose_name='报送人')),
                ('on_paper', models.BooleanField(default=False, verbose_name='纸质报送')),
                ('work_mark', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='党建考核得分')),
                ('work_source', models.CharField(blank=True, max_length=120, verbose_name='得分来源')),
                ('proposal', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='测算得分')),
                ('proposed', models.CharField(blank=True, choices=[('good', '好'), ('fair', '较好'), ('plain', '一般'), ('poor', '差')], max_length=8, verbose_name='建议等次')),
                ('grade', models.CharField(blank=True, choices=[('good', '好'), ('fair', '较好'), ('plain', '一般'), ('poor', '差')], max_length=8, verbose_name='审定等次')),
                ('why_departs', models.CharField(blank=True, max_length=200, verbose_name='与测算不同的原因')),
                ('handed_down_at', models.DateTimeField(null=True, verbose_name='整改清单下达时间')),
                ('handed_down_by', models.CharField(blank=True, max_length=120, verbose_name='整改清单下达人')),
                ('debriefing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reporters', to='debriefing.debriefing')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.member')),
                ('mended', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='duties.record')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reporters', to='orgs.organisation', verbose_name='党组织')),
                ('record', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='duties.record')),
                ('requirement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='duties.requirement')),
            ],
            options={
                'verbose_name': '述职人',
                'indexes': [models.Index(fields=['organisation', 'office'], name='reporter_by_org')],
                'constraints': [models.UniqueConstraint(fields=('debriefing', 'organisation', 'office'), name='reporter_once'), models.CheckConstraint(condition=models.Q(models.Q(('handed_in_at', None), ('handed_in_by', '')), models.Q(('handed_in_at__isnull', False), models.Q(('handed_in_by', ''), _negated=True)), _connector='OR'), name='reporter_handed_in_by'), models.CheckConstraint(condition=models.Q(models.Q(('handed_down_at', None), ('handed_down_by', '')), models.Q(('handed_down_at__isnull', False), models.Q(('handed_down_by', ''), _negated=True)), _connector='OR'), name='reporter_handed_down_by'), models.CheckConstraint(condition=models.Q(('work_mark', None), ('work_mark__range', (0, 100)), _connector='OR'), name='reporter_work_mark'), models.CheckConstraint(condition=models.Q(('grade', ''), ('proposed', ''), ('grade', models.F('proposed')), models.Q(('why_departs', ''), _negated=True), _connector='OR'), name='reporter_departs_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('spoken_on', models.DateField(verbose_name='点评日期')),
                ('speaker', models.CharField(max_length=60, verbose_name='点评人')),
                ('text', models.TextField(blank=True, verbose_name='肯定的成绩')),
                ('problems', models.TextField(verbose_name='指出的问题')),
                ('entered_at', models.DateTimeField(verbose_name='登记时间')),
                ('entered_by', models.CharField(max_length=120, verbose_name='登记人')),
                ('reporter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='remark', to='debriefing.reporter')),
            ],
            options={
                'verbose_name': '点评',
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='debriefing.ratergroup')),
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ballots.question')),
                ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='debriefing.reporter')),
            ],
            options={
                'verbose_name': '测评题目',
                'constraints': [models.UniqueConstraint(fields=('reporter', 'group'), name='rating_once')],
            },
        ),
        migrations.CreateModel(
            name='Mending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('problem', models.CharField(max_length=200, verbose_name='问题')),
                ('measure', models.CharField(max_length=300, verbose_name='整改措施')),
                ('due_on', models.DateField(verbose_name='整改期限')),
                ('office', models.CharField(choices=[('secretary', '书记'), ('deputy', '副书记'), ('fulltime_deputy', '专职副书记'), ('organisation', '组织委员'), ('publicity', '宣传委员'), ('discipline', '纪检委员'), ('youth', '青年委员'), ('committee_member', '委员'), ('group_leader', '党小组组长'), ('lead_secretary', '党组书记'), ('lead_deputy', '党组副书记'), ('lead_member', '党组成员'), ('staff', '工作人员'), ('clerk', '党务干事'), ('group_clerk', '党组秘书'), ('administrator', '业务管理员'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员')], max_length=20, verbose_name='责任岗位')),
                ('done_on', models.DateField(null=True, verbose_name='完成日期')),
                ('how', models.CharField(blank=True, max_length=300, verbose_name='整改结果')),
                ('entered_at', models.DateTimeField(verbose_name='登记时间')),
                ('entered_by', models.CharField(max_length=120, verbose_name='登记人')),
                ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mendings', to='debriefing.reporter')),
            ],
            options={
                'verbose_name': '整改事项',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_on', None), ('how', '')), models.Q(('done_on__isnull', False), models.Q(('how', ''), _negated=True)), _connector='OR'), name='mending_done_how')],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_on', models.DateField(verbose_name='反馈日期')),
                ('giver', models.CharField(max_length=60, verbose_name='反馈人')),
                ('problems', models.TextField(verbose_name='反馈的问题')),
                ('entered_at', models.DateTimeField(verbose_name='登记时间')),
                ('entered_by', models.CharField(max_length=120, verbose_name='登记人')),
                ('giver_signed_at', models.DateTimeField(null=True, verbose_name='反馈人确认时间')),
                ('giver_signed_by', models.CharField(blank=True, max_length=120, verbose_name='反馈人确认')),
                ('reporter_signed_at', models.DateTimeField(null=True, verbose_name='述职人确认时间')),
                ('reporter_signed_by', models.CharField(blank=True, max_length=120, verbose_name='述职人确认')),
                ('on_paper', models.BooleanField(default=False, verbose_name='纸质签字')),
                ('reporter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='debriefing.reporter')),
            ],
            options={
                'verbose_name': '反馈',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('giver_signed_at', None), ('giver_signed_by', '')), models.Q(('giver_signed_at__isnull', False), models.Q(('giver_signed_by', ''), _negated=True)), _connector='OR'), name='feedback_giver_signed_by'), models.CheckConstraint(condition=models.Q(models.Q(('reporter_signed_at', None), ('reporter_signed_by', '')), models.Q(('reporter_signed_at__isnull', False), models.Q(('reporter_signed_by', ''), _negated=True)), _connector='OR'), name='feedback_reporter_signed_by')],
            },
        ),
        migrations.CreateModel(
            name='Chapter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='章节')),
                ('text', models.TextField(blank=True, verbose_name='内容')),
                ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chapters', to='debriefing.reporter')),
            ],
            options={
                'verbose_name': '述职报告章节',
                'constraints': [models.UniqueConstraint(fields=('reporter', 'kind'), name='chapter_once')],
            },
        ),
    ]
