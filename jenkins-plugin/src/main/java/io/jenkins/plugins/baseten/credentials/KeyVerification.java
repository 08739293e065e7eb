package io.jenkins.plugins.baseten.credentials;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.auth.KeyCheck;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.Masker;
import io.github.basetenci.text.Neutralizer;
import io.jenkins.plugins.baseten.config.BasetenClients;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import io.jenkins.plugins.baseten.config.UntrustedUrlException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** What the button "Verify key" does. The caller of this class has checked the permission of the user. */
final class KeyVerification {
    private static final Logger LOGGER = Logger.getLogger(KeyVerification.class.getName());
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    @CheckForNull
    private final Item item;

    @CheckForNull
    private final User user;

    /**
     * A verification for a form.
     *
     * @param item the item whose store has or will have the credential, or null
     * @param user the user whose store has or will have the credential, or null; if both are null, the store is
     *     that of the controller
     */
    KeyVerification(@CheckForNull Item item, @CheckForNull User user) {
        this.item = item;
        this.user = user;
    }

    /**
     * Verifies a key.
     *
     * @param typed the field's text: a key, or a stored key in the encrypted form that Jenkins shows to a
     *     browser
     * @param typedUrl the field's text, or null
     * @param team the field's text, or null for no team
     */
    FormValidation verify(@CheckForNull String typed, @CheckForNull String typedUrl, @CheckForNull String team)
            throws InterruptedException {
        String text = Objects.requireNonNullElse(typed, "");
        try {
            RemoteUrl url = typedUrl == null
                    ? RemoteUrl.DEFAULT
                    : BasetenConfiguration.get().parse(typedUrl, Messages.the_remote_url());
            Secret stored = Secret.decrypt(text);
            if (stored != null && !isStoredWith(stored, url)) {
                return FormValidation.error(Messages.verify_stored_elsewhere());
            }
            TrustedUrl trusted = isAdministrator() ? TrustedUrl.ofAdministrator(url) : TrustedUrl.of(url);
            ApiKey key = ApiKey.given((stored == null ? text : stored.getPlainText()).trim());
            return ask(BasetenClients.open(trusted, key), key, url, team);
        } catch (InvalidRemoteUrlException | UntrustedUrlException e) {
            return FormValidation.error(e.getMessage());
        } catch (InvalidKeyException e) {
            return FormValidation.error(Messages.check_secret_unusable(e.getMessage()));
        }
    }

    private static boolean isAdministrator() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /** Whether a credential that the form can reach has exactly this key and exactly this URL. */
    private boolean isStoredWith(Secret key, RemoteUrl url) {
        return reachable().anyMatch(credential -> isSame(credential.getSecret(), key) && isStoredFor(credential, url));
    }

    private Stream<BasetenApiKeyCredentials> reachable() {
        if (item != null) {
            return CredentialsProvider.lookupCredentialsInItem(BasetenApiKeyCredentials.class, item, ACL.SYSTEM2)
                    .stream();
        }
        if (user != null) {
            return CredentialStores.ownedBy(user, BasetenApiKeyCredentials.class)
                    .map(CredentialStores.Found::credential);
        }
        return CredentialsProvider.lookupCredentialsInItemGroup(
                BasetenApiKeyCredentials.class, Jenkins.get(), ACL.SYSTEM2)
                .stream();
    }

    private static boolean isSame(Secret one, Secret other) {
        return MessageDigest.isEqual(
                one.getPlainText().getBytes(StandardCharsets.UTF_8),
                other.getPlainText().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isStoredFor(BasetenApiKeyCredentials credential, RemoteUrl url) {
        try {
            return credential.getRemoteUrl() == null
                    ? url.equals(RemoteUrl.DEFAULT)
                    : url.equals(RemoteUrl.parse(credential.getRemoteUrl()));
        } catch (InvalidRemoteUrlException e) {
            return false;
        }
    }

    private static FormValidation ask(ManagementApi api, ApiKey key, RemoteUrl url, @CheckForNull String team) {
        UserInfo user;
        try {
            user = api.me();
        } catch (ApiException e) {
            return switch (e.status()) {
                case FORBIDDEN -> FormValidation.warning(Messages.verify_no_management(url.toString()));
                case UNAUTHORIZED -> FormValidation.error(e.getMessage());
                default -> noAnswer(url, e);
            };
        } catch (TransportException e) {
            return noAnswer(url, e);
        }
        List<String> facts = new ArrayList<>();
        facts.add(Messages.verify_user(shown(user.name() == null ? user.userId() : user.name())));
        if (user.workspaceName() != null) {
            facts.add(Messages.verify_workspace(shown(user.workspaceName())));
        }
        try {
            facts.add(api.ownKey().map(KeyVerification::describe).orElse(Messages.verify_not_listed()));
        } catch (ApiException | TransportException e) {
            facts.add(Messages.verify_type_unknown());
        }
        Optional<String> doubt = team == null ? Optional.empty() : KeyCheck.doubtOfTeam(api, team);
        doubt.ifPresent(facts::add);
        // A server could put the key that it received into the name of its workspace.
        String said = Masker.of(List.of(key)).mask(String.join("; ", facts));
        return doubt.isPresent() ? FormValidation.warning(said) : FormValidation.ok(said);
    }

    /**
     * The answer if the server gave none. The reason tells of the controller's network, so only administrators
     * see it.
     */
    private static FormValidation noAnswer(RemoteUrl url, Exception reason) {
        if (isAdministrator()) {
            return FormValidation.error(reason.getMessage());
        }
        LOGGER.log(Level.WARNING, "cannot verify a key: {0}", reason.getMessage());
        return FormValidation.error(Messages.verify_no_answer(url.toString()));
    }

    private static String describe(ApiKeyInfo key) {
        List<String> facts = new ArrayList<>();
        facts.add(Messages.verify_type(shown(key.type().toString())));
        if (key.teamName() != null) {
            facts.add(Messages.verify_team(shown(key.teamName())));
        }
        facts.add(
                key.modelIds() == null || key.modelIds().isEmpty()
                        ? Messages.verify_all_models()
                        : Messages.verify_models(shown(String.join(", ", key.modelIds()))));
        return String.join("; ", facts);
    }

    /** A text of the server on one line; {@link FormValidation} escapes the text for the page. */
    private static String shown(String foreign) {
        return Neutralizer.line(foreign);
    }
}
