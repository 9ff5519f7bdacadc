# How we say it.
subscribe = Keep in touch
subscrib-here = Follow us
