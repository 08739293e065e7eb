package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.auth.SourceNames;
import io.github.basetenci.text.Advice;
import io.github.basetenci.text.Situation;

/** The advice of this plugin, which names fields and pages of Jenkins, for facts that the library states. */
public final class JenkinsWords {
    /** The fields that sentences name as the source of a value. */
    @NonNull
    public static final SourceNames SOURCES =
            new SourceNames("the field Profile", "the field Remote", "the field Remote URL");

    /** What to do in Jenkins. Users of Jenkins set no environment variable and pass no flag of a command. */
    @NonNull
    public static final Advice ADVICE = (situation, name) -> advice(situation);

    private JenkinsWords() {}

    private static String advice(Situation situation) {
        return switch (situation) {
            case CERTIFICATE_NOT_TRUSTED -> Messages.advice_certificate();
            case PROXY_REFUSES -> Messages.advice_proxy_refuses();
            case PROXY_LOGIN_MISSING -> Messages.advice_proxy_login_missing();
            case PROXY_LOGIN_REFUSED -> Messages.advice_proxy_login_refused();
            case PROXY_LOGIN_UNKNOWN -> Messages.advice_proxy_login_unknown();
            case KEY_MAY_BE_SCOPED -> Messages.advice_scoped();
            case NEW_KEYS_FORBIDDEN -> Messages.advice_new_keys_forbidden();
            // A credential is the only source of a key; no file is a source.
            case CA_FILE_UNUSABLE,
                    IDENTITY_MISSING,
                    IDENTITY_NOT_CHOSEN,
                    KEY_MISSING,
                    NOT_LOGGED_IN,
                    NO_PROFILE_STORED,
                    PROFILE_NOT_STORED,
                    REMOTE_NOT_STORED,
                    NAME_NOT_STORED,
                    REMOTE_IS_NO_PROFILE,
                    PROFILE_NOT_CHOSEN,
                    REMOTE_NOT_CHOSEN,
                    LOGOUT_PROFILE_NOT_CHOSEN,
                    LOGOUT_REMOTE_NOT_CHOSEN,
                    STORED_URLS_DIFFER,
                    STORE_PATH_UNKNOWN -> "";
        };
    }
}
