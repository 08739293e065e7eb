package io.jenkins.plugins.baseten.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.TaskListener;
import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.http.TransportException;
import io.jenkins.plugins.baseten.config.BasetenClients;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import io.jenkins.plugins.baseten.config.UntrustedUrlException;
import io.jenkins.plugins.baseten.login.ResolvedLogin;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The types of keys that are sufficient for the commands of a block. The type is checked before the first
 * command starts.
 *
 * @param words the value of the parameter in the Jenkinsfile
 * @param types the types that are sufficient
 * @param named whether the Jenkinsfile names each type. Then a key whose type is not known, or whose type is
 *     newer than this plugin, is not sufficient.
 */
record RequiredKeyType(@NonNull String words, @NonNull Set<ApiKeyType> types, boolean named) {
    /** The value for calls of models. */
    static final String INVOKE = "invoke";

    /** The value for commands that change something. */
    static final String MANAGE = "manage";

    private static final Logger LOGGER = Logger.getLogger(RequiredKeyType.class.getName());
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    RequiredKeyType {
        types = Set.copyOf(types);
    }

    /**
     * Reads the value in a Jenkinsfile: {@code invoke}, {@code manage}, or types separated by commas.
     *
     * @throws AbortException if a type does not exist
     */
    @NonNull
    static RequiredKeyType of(@NonNull String words) throws AbortException {
        if (words.equals(INVOKE)) {
            return new RequiredKeyType(
                    words,
                    Set.of(ApiKeyType.PERSONAL, ApiKeyType.WORKSPACE_MANAGE_ALL, ApiKeyType.WORKSPACE_INVOKE),
                    false);
        }
        if (words.equals(MANAGE)) {
            return new RequiredKeyType(words, Set.of(ApiKeyType.PERSONAL, ApiKeyType.WORKSPACE_MANAGE_ALL), false);
        }
        Set<ApiKeyType> types = new HashSet<>();
        for (String word : Arrays.stream(words.split("[\\s,]+"))
                .filter(each -> !each.isEmpty())
                .toList()) {
            ApiKeyType type = new ApiKeyType(word.toUpperCase(Locale.ROOT).replace('-', '_'));
            if (!type.isKnown()) {
                throw unknown(words);
            }
            types.add(type);
        }
        if (types.isEmpty()) {
            throw unknown(words);
        }
        return new RequiredKeyType(words, types, true);
    }

    private static AbortException unknown(String words) {
        List<String> known = ApiKeyType.KNOWN.stream().map(ApiKeyType::value).toList();
        return new AbortException(Messages.unknown_key_type(words, String.join(", ", known)));
    }

    /**
     * Asks the server whether the key is sufficient. The controller does not ask an address that it does not
     * connect to: the log says so, and an insufficient key fails at the first command that uses it.
     *
     * @throws AbortException if the key is not sufficient, or if the server gives no answer
     */
    void check(@NonNull ResolvedLogin login, @NonNull TaskListener log) throws AbortException {
        String id = login.credential().getId();
        boolean identity = login.granted() != null;
        if (identity && named) {
            throw new AbortException(Messages.identity_has_no_type(id, words));
        }
        ManagementApi api;
        try {
            api = BasetenClients.open(
                    TrustedUrl.of(login.plan().url()), login.plan().credential().secret());
        } catch (UntrustedUrlException e) {
            log.getLogger().println(Messages.key_type_not_checked(words, id, e.getMessage()));
            return;
        }
        try {
            api.me();
        } catch (ApiException e) {
            if (e.status() == UNAUTHORIZED) {
                throw new AbortException(
                        identity
                                ? Messages.token_refused(id, e.getMessage())
                                : Messages.key_refused(id, e.getMessage()));
            }
            if (e.status() != FORBIDDEN) {
                throw noAnswer(login, e);
            }
            if (identity) {
                refuseLimited(id);
            } else {
                refuseSilent(id);
            }
            return;
        } catch (TransportException e) {
            throw noAnswer(login, e);
        }
        if (identity) {
            return;
        }
        Optional<ApiKeyType> type = type(api);
        if (type.isEmpty() && named) {
            throw new AbortException(Messages.key_type_unknown(id, words));
        }
        if (type.isPresent() && !suits(type.get())) {
            throw new AbortException(Messages.key_type_wrong(id, type.get().toString(), words));
        }
    }

    /**
     * Refuses a key that may not read its own type, unless {@code invoke} is required: such a key may be one for
     * calls of models, or one for the export of metrics.
     */
    private void refuseSilent(String id) throws AbortException {
        if (named) {
            throw new AbortException(Messages.key_type_not_told(id, words));
        }
        if (!types.contains(ApiKeyType.WORKSPACE_INVOKE)) {
            throw new AbortException(Messages.key_type_no_management(id, words));
        }
    }

    /** Refuses an access token without management rights, unless calls of models are enough. */
    private void refuseLimited(String id) throws AbortException {
        if (!types.contains(ApiKeyType.WORKSPACE_INVOKE)) {
            throw new AbortException(Messages.token_no_management(id, words));
        }
    }

    /**
     * The exception for a missing answer. Its sentence does not contain the reason, which is for administrators
     * and not for the job.
     */
    private AbortException noAnswer(ResolvedLogin login, Exception reason) {
        String id = login.credential().getId();
        LOGGER.log(Level.WARNING, "cannot ask about the key of the credential {0}: {1}", new Object[] {
            id, reason.getMessage()
        });
        return new AbortException(Messages.key_type_no_answer(login.plan().url().toString(), id, words));
    }

    private boolean suits(ApiKeyType type) {
        return types.contains(type) || (!named && !type.isKnown());
    }

    /** The type of the key; empty if the key is not in the list of keys that it may see. */
    private static Optional<ApiKeyType> type(ManagementApi api) {
        try {
            return api.ownKey().map(ApiKeyInfo::type);
        } catch (ApiException | TransportException e) {
            return Optional.empty();
        }
    }
}
