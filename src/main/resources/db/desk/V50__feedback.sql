-- How often an answer was found helpful, or not, in a week. No row belongs to a person or a press.
CREATE TABLE answer_rating (
  week TEXT NOT NULL,             -- its Monday
  article TEXT NOT NULL,
  vote TEXT NOT NULL CHECK (vote IN ('yes', 'no')),
  count INTEGER NOT NULL,
  PRIMARY KEY (week, article, vote)
) STRICT, WITHOUT ROWID;

-- How many questions the desk could not answer in a week, by theme: an article's id, or other.
CREATE TABLE unanswered (
  week TEXT NOT NULL,             -- its Monday
  theme TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (week, theme)
) STRICT, WITHOUT ROWID;
