package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.IdentityExchange;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.TrustRule;
import java.time.Duration;
import java.util.regex.Pattern;

/** What is wrong with the fields of a credential, as a sentence; empty if nothing is wrong. */
final class RuleFields {
    private static final String ANY_RULE = "abcd1234";
    private static final String ANY_AUDIENCE = RemoteUrl.DEFAULT.managementUrl().toString();

    /** The form of the ids in Baseten's documentation. */
    private static final Pattern LIKE_A_RULE = Pattern.compile("(?=.*[0-9])[A-Za-z0-9]{8}");

    private RuleFields() {}

    @NonNull
    static String problemWithRule(@CheckForNull String rule) {
        return rule == null ? Messages.rule_missing() : problem(rule, ANY_AUDIENCE, null);
    }

    @NonNull
    static String problemWithAudience(@CheckForNull String audience) {
        return audience == null ? "" : problem(ANY_RULE, audience, null);
    }

    /** Whether the audience may be the id of a rule, which users confuse with the audience of the rule. */
    static boolean isLikeRule(@CheckForNull String audience) {
        return audience != null && LIKE_A_RULE.matcher(audience).matches();
    }

    @NonNull
    static String problemWithLifetime(int seconds) {
        return seconds == 0 ? "" : problem(ANY_RULE, ANY_AUDIENCE, Duration.ofSeconds(seconds));
    }

    @NonNull
    static String problemWithLifetime(@CheckForNull String seconds) {
        try {
            return seconds == null ? "" : problemWithLifetime(Integer.parseInt(seconds));
        } catch (NumberFormatException e) {
            return Messages.lifetime_no_number(
                    String.valueOf(IdentityExchange.SHORTEST.toSeconds()),
                    String.valueOf(IdentityExchange.LONGEST.toSeconds()));
        }
    }

    private static String problem(String rule, String audience, @CheckForNull Duration lifetime) {
        try {
            TrustRule.of(rule, audience, lifetime);
            return "";
        } catch (AuthException e) {
            return e.getMessage();
        }
    }
}
