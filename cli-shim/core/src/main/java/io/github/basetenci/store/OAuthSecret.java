package io.github.basetenci.store;

import io.github.basetenci.key.OAuthSession;

/** The tokens of a browser login. */
public record OAuthSecret(OAuthSession session) implements LoginSecret {}
