{# What the scripts say, with the places to fill in left open; "…-one" is the plural form "one". #}
{% set words = {} %}
{% for key in [
  "found-of", "found-none", "found-nearest", "found-more", "found-in-copy", "filter", "filters-clear",
  "filter-kind", "filter-series", "filter-source", "filter-tag", "filter-author", "filter-year", "filter-mark", "filter-any",
  "order", "order-newest", "order-oldest", "order-title", "compact", "filter-new", "filter-preview", "filter-conflict", "new-since", "new-sign", "mark-unread", "mark-read", "mark-next", "mark-noted", "marks-imported", "notes-imported",
  "marks-refused", "marks-kept-not", "notes-kept-not", "keys", "keys-close", "key-search", "key-next", "key-previous",
  "key-unread", "key-open", "key-mark", "key-theme", "key-keys", "key-arrows", "key-enter",
  "key-escape", "read-of", "all-read", "theme-system", "theme-light", "theme-dark", "copied-link",
  "copied-citation", "copied-not", "copy-link", "copy-citation", "cite-bibtex", "cite-ris", "cited-copied", "cited-saved", "cited-not", "undated",
] %}
{% for form, text in (key|forms).items() %}
{% set _ = words.update({key if form == "other" else key ~ "-" ~ form: text}) %}
{% endfor %}
{% endfor %}
{% set dates = date_patterns() %}
octavo.words = {{ words|tojson(indent=1) }};
octavo.dates = {{ {"days": dates.days, "months": dates.months, "year": dates.year, "range": dates.range}|tojson(indent=1) }};
octavo.letters = {{ letters|tojson }};
