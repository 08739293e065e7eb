package io.github.basetenci.auth;

/**
 * What a front end calls the values that its user can give, for sentences about them.
 *
 * @param profile the name of a profile, such as {@code --profile} or {@code input profile}
 * @param remote the name of a remote
 * @param remoteUrl the URL of a remote
 */
public record SourceNames(String profile, String remote, String remoteUrl) {}
