"""Pages for everyone: without a sign-in, without a cookie, without a script."""
