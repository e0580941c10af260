"""The pages of signing in, of the own account, and of those who keep the accounts."""
