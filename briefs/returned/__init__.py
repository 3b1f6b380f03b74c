"""An edited Word file of an edition on its way back in.

`reading` says how the file differs from what was sent, once and without the portal's rows;
`proposals` puts that beside what the portal says now; `taking` saves what was chosen.
"""
