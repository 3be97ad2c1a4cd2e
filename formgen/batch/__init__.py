"""Batch: many records of one form into files, with nothing lost when a run stops half-way.

    data ──▶ records ──select──▶ tasks ──print (workers)──▶ outcomes ──▶ files, manifest, rejects

`run.run_batch` is the whole flow on one screen.
"""
