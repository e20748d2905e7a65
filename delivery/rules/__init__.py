"""Our own rules: what no schema knows and no public checker notices. One rule, one file, one mirror test.

They are cfn-lint rules and work on anybody's template (docs/rules.md says how). A file whose name begins
with an underscore is no rule; it is what rules share.
"""
