"""What every section of study.toml has in common: unknown keys are refused, and nothing changes once it is read."""

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """A section of study.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
