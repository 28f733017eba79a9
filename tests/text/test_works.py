"""Which addresses lead to one work, and which only look as if they did."""

from __future__ import annotations

import pytest

from generator.text.addresses import work_of

PAPER, OLD_PAPER = "arXiv:2401.00001", "arXiv:math/0309136"
VIDEO = "YouTube:dQw4w9WgXcQ"
PREPRINT, OLD_PREPRINT = "bioRxiv:2024.01.02.123456", "bioRxiv:123456"
WORKS = {
    "https://arxiv.org/abs/2401.00001": PAPER,
    "http://www.arxiv.org/abs/2401.00001v1": PAPER,
    "https://arxiv.org/abs/2401.00001/": PAPER,
    "https://arxiv.org/abs/2401.00001?context=cs.LG": PAPER,
    "https://arxiv.org/pdf/2401.00001": PAPER,
    "https://arxiv.org/pdf/2401.00001v12.pdf": PAPER,
    "https://arxiv.org/pdf/2401.00001.pdf#page=3": PAPER,
    "https://arxiv.org/html/2401.00001v2": PAPER,
    "https://export.arxiv.org/abs/2401.00001": PAPER,
    "https://ar5iv.labs.arxiv.org/html/2401.00001": PAPER,
    "https://ar5iv.org/abs/2401.00001": PAPER,
    "https://doi.org/10.48550/arXiv.2401.00001": PAPER,
    "https://arxiv.org/abs/math/0309136": OLD_PAPER,
    "https://arxiv.org/pdf/math.GT/0309136v2": OLD_PAPER,
    "https://arxiv.org/abs/hep-th/9901001": "arXiv:hep-th/9901001",
    "https://doi.org/10.1000/ABC.1": "doi:10.1000/abc.1",
    "http://dx.doi.org/10.1000/abc.1": "doi:10.1000/abc.1",
    "https://www.doi.org/10.1000/abc.1/": "doi:10.1000/abc.1",
    "https://doi.org/10.1000/abc%281%29": "doi:10.1000/abc(1)",
    "https://youtu.be/dQw4w9WgXcQ": VIDEO,
    "https://youtu.be/dQw4w9WgXcQ?si=x&t=10": VIDEO,
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ": VIDEO,
    "https://youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&t=3s": VIDEO,
    "https://m.youtube.com/watch?v=dQw4w9WgXcQ": VIDEO,
    "https://www.youtube.com/shorts/dQw4w9WgXcQ?feature=share": VIDEO,
    "https://www.youtube.com/live/dQw4w9WgXcQ": VIDEO,
    "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0": VIDEO,
    "https://www.youtube.com/watch/?v=dQw4w9WgXcQ": VIDEO,
    "https://www.youtube.com/v/dQw4w9WgXcQ": VIDEO,
    "https://www.biorxiv.org/content/10.1101/2024.01.02.123456v1": PREPRINT,
    "https://www.biorxiv.org/content/10.1101/2024.01.02.123456v1.full.pdf": PREPRINT,
    "https://www.biorxiv.org/content/10.64898/2024.01.02.123456v1.abstract?x=1": PREPRINT,
    "https://www.medrxiv.org/content/early/10.1101/123456/": OLD_PREPRINT,
    "https://www.biorxiv.org/cgi/content/short/123456v2": OLD_PREPRINT,
    "https://doi.org/10.1101/2024.01.02.123456": PREPRINT,
    "https://doi.org/10.64898/2024.01.02.123456v3": PREPRINT,
    "https://doi.org/10.1101/2024.01.02.123456x": "doi:10.1101/2024.01.02.123456x",
    "https://arxiv.org/e-print/2401.00001": PAPER,
    "https://arxiv.org/ps/2401.0001": "arXiv:2401.0001",
    "https://arxiv.org/format/2401.00001": PAPER,
    "https://doi.org/10.48550/arXiv.2401.00001v2": PAPER,
    "https://doi.org/10.48550/arXiv.math.GT/0309136": OLD_PAPER,
    "https://openreview.net/forum?noteId=x&id=Abc_1-2&y=1": "OpenReview:Abc_1-2",
    "https://openreview.net/forum?id=Abc_1-2": "OpenReview:Abc_1-2",
    "https://openreview.net/pdf?id=Abc_1-2": "OpenReview:Abc_1-2",
}
NONE = (
    "https://arxiv.org/",
    "https://arxiv.org/list/cs.AI/recent",
    "https://arxiv.org/abs/2401.00001extra",
    "https://arxiv.org/mirror/abs/2401.00001",
    "https://arxiv.org/abs/2401.000",
    "https://arxiv.org/abs/2401.00001v2x",
    "https://www.biorxiv.org/content/10.1101/12345",
    "https://www.biorxiv.org/content/10.1101/2024.01.02.123456v1/figures",
    "https://doi.org/x/10.1000/abc.1",
    "https://youtu.be/dQw4w9WgXcQ-2",
    "https://www.youtube.com/embed/dQw4w9WgXcQ2",
    "https://www.youtube.com/watch?v=dQw4w9WgXc",
    "https://openreview.net/forum?id=Abc_1-2.x",
    "https://openreview.net/forum?noid=Abc_1-2",
    "https://notarxiv.org/abs/2401.00001",
    "https://arxiv.org.example/abs/2401.00001",
    "https://example.org/abs/2401.00001",
    "https://doi.org/",
    "https://doi.org/about",
    "https://youtu.be/",
    "https://youtu.be/dQw4w9WgXcQ2",
    "https://www.youtube.com/@someone",
    "https://www.youtube.com/watch?list=PL1",
    "https://www.youtube.com/watch?vv=dQw4w9WgXcQ",
    "https://www.youtube.com/playlist?list=dQw4w9WgXcQ",
    "https://openreview.net/group?id=ICLR.cc",
)


@pytest.mark.parametrize(("url", "work"), WORKS.items(), ids=WORKS)
def test_addresses_of_one_work_give_its_name(url: str, work: str) -> None:
    assert work_of(url) == work


@pytest.mark.parametrize("url", NONE)
def test_other_addresses_name_no_work(url: str) -> None:
    assert work_of(url) is None
