"""What `filon verify` remembers of its proofs, so that the next one looks at what changed since."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Proof(models.Model):
    """A block of objects that was proved clean, and the fingerprint of the rows that bore on it then (`kernel.fingerprints`)."""

    subject = models.CharField(max_length=100)
    block = models.BigIntegerField()
    fingerprint = models.DecimalField(max_digits=40, decimal_places=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "block"], name="proof_once_per_block")]


class ProofRun(models.Model):
    """The single row of the last run. `database`, `xid`: which one, and before which transaction everything was seen; `release`: digest
    of the code that proved; `appended`: rows of each append-only table written before `xid`; `heads`: end of each audit chain proved."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()
    day = models.DateField()
    full_at = models.DateTimeField()
    release = models.CharField(max_length=64)
    database = models.CharField(max_length=60)
    xid = models.BigIntegerField()
    appended = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    heads = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="proof_run_single_row")]
