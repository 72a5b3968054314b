"""KVM's shadow page tables, and the loop of vmexits that fills them (semantics.md, 4 and 5).

`before` and `after` are the two page_fault handlers; a diff of them is the rest of the change.
"""
