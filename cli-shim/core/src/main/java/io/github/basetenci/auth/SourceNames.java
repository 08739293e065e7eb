package io.github.basetenci.auth;

/**
 * The names that a front end uses in messages for the values that its user can give.
 *
 * @param profile what the front end calls the name of a profile, such as {@code --profile} or
 *     {@code input profile}
 * @param remote what the front end calls the name of a remote
 * @param remoteUrl what the front end calls the URL of a remote
 */
public record SourceNames(String profile, String remote, String remoteUrl) {}
