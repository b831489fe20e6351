"""Where the contents of private files are kept: a folder or a bucket, chosen by `settings.STORAGES`, under one contract.

Both take Django's storage methods `save open delete exists listdir size get_modified_time`, and `answers()`. What is saved is on disk, or
taken by the bucket, when `save` returns. A content that is gone is FileNotFoundError; a store that does not answer, or is full, is OSError.
Nothing of them has a public address: `kernel.files` decides who reads.
"""
