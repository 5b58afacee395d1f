"""What the demo's applicants, heads and referees write: invented, with the kind of names in it that a blind panel must
not see."""

ANSWERS = (
    (
        "As {post} at {school} I have led {area} for {years} years. When I took it over, results were below national "
        "and planning was different in every classroom. I wrote one progression with the team, observed every lesson "
        "in the first half term, and met each colleague to agree one thing to change. Two years later nine pupils in "
        "ten reach the expected standard, and the gap for those eligible for free meals has halved.",
        "I joined {school} to lead {area} and have been responsible for it for {years} years, with a team of six. I "
        "started from what pupils could not do: we tested, found the same three misconceptions in each year, and "
        "taught them away. Results have risen each summer since, and a visit from the authority called the subject a "
        "strength of the school.",
    ),
    (
        "In {area} I read what research says and try it with my own class first. This year I compared two ways of "
        "starting a lesson over a term; the second gave longer answers from quieter pupils, and it is now what we all "
        "do. My lessons are open to anybody, and trainees are sent to watch them.",
        "My teaching of {area} has been judged outstanding in each of the last four observations. What I think makes "
        "the difference is that pupils know what good work looks like before they begin; we keep a folder of it, "
        "and they add to it themselves.",
    ),
    (
        "A colleague in her second year had lost her confidence. We planned together on Mondays, I taught the first "
        "lesson while she watched, she taught the next. After half a term she asked me to stop coming. Her class made "
        "the progress of the other two, and she now mentors a trainee herself.",
        "I coached a team of four that did not want to be coached. I listened for two weeks before I proposed "
        "anything, and what we changed first was their idea, not mine. Book looks in the summer showed feedback in "
        "every class that pupils had acted on.",
    ),
    (
        "I was asked to help a neighbouring school with {area} for a term. I won their trust by teaching a difficult "
        "class myself in the first week. We left a scheme of work, a calendar for checking it, and a colleague who has "
        "run it since. Their results in {area} rose by eleven points.",
        "With the infants’ department I worked on how pupils move up to us. We found that we taught the same unit "
        "twice. It took patience: nobody likes to hear that. We now plan {area} across the two phases.",
    ),
    (
        "I would begin by finding out what is the matter, and choose at most two things. My head has agreed to release "
        "me for up to fifteen days a year, in blocks, and my parallel teacher knows my class well.",
        "Leaders in other schools need somebody who has done it and remembers how hard it was. I can give a day a "
        "fortnight; we have planned cover for that with {head}.",
    ),
)
HEAD_STATEMENTS = (
    "{name} is the strongest leader of {area} I have worked with. Since the appointment standards at {school} have "
    "risen each year, and other schools already ask for help. The team is loyal and ambitious. I support this without "
    "reservation and will release {name} for fifteen days a year.",
    "I have line managed {name} for {years} years. Colleagues seek out advice in {area}, and it is given with tact. "
    "There is still something to learn about working with people who have not asked for help, and I am "
    "sure that training will bring it.",
)
SECOND_STATEMENTS = (
    "{name} worked with my team over two terms. We were shown, not told. Our results in {area} rose, and what we "
    "started then we still do.",
    "I was coached by {name} when I took over my subject. I learned to look at pupils’ work before I looked at plans.",
)
REFEREES = (
    ("Robin Clay", "robin.clay"),
    ("Sam Lee", "sam.lee"),
    ("Alex Thornbury", "alex.thornbury"),
    ("Chris Weir", "chris.weir"),
)
COMMENTS = {
    "Green": "Clear evidence from more than one side.",
    "Amber": "Met; working with reluctant adults would need the alliance’s support.",
    "Red": "Too little evidence beyond your own classroom.",
}
# A dossier that a panel scores together before its applications, and how one panel read it.
CALIBRATION = {
    "q1": "I have led phonics for four years. Results in my own class have risen each year, and since last September "
    "I have worked alongside the two other teachers of the year group.",
    "q2": "Two inspections and our local authority have called the teaching of phonics here outstanding. I read what "
    "is published on it, and we have tried two schemes against each other.",
    "q3": "A colleague found guided reading hard. We planned three lessons together, I taught the first, we taught "
    "the second together, and she taught the third. She now plans on her own.",
    "q4": "I ran a twilight session on early reading for nine schools. The feedback was good. Two schools asked for "
    "the slides.",
    "q5": "My head releases me for a day every fortnight. I would begin by listening to children read.",
    "head": "A strong classroom teacher who is beginning to have an effect across the school. I would release her for "
    "a day every fortnight.",
    "second": "She supported one of our teachers for half a term. The teacher speaks well of it; it is too early for "
    "results.",
}
READINGS = (
    "Results over several years with one group are enough; nobody needs results from every school.",
    "One colleague who now works alone is evidence, one session without a follow-up is not.",
    "Asking for slides is no impact. Amber, until somebody says what changed.",
)
