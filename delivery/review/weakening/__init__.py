"""What gets weaker: less room, fewer guards, shorter memory, said with both figures."""

from delivery.review.weakening.attributes import weakened_attributes
from delivery.review.weakening.judge import weakenings

__all__ = ["weakened_attributes", "weakenings"]
