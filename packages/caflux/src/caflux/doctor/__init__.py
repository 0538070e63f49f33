"""What `caflux doctor` looks at: each module a patient, each function a look that gives findings."""
