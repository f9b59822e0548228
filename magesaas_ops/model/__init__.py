"""The nouns of magesaas-ops: frozen values without I/O, imported by everything else."""
