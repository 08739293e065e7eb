package io.github.basetenci.store;

/** What a login is made with: an API key, or the tokens of a browser login. */
public sealed interface LoginSecret permits KeySecret, OAuthSecret {}
