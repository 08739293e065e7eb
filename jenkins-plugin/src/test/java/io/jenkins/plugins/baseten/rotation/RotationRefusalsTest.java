package io.jenkins.plugins.baseten.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.CredentialsStoreAction;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.ItemGroup;
import hudson.model.ModelObject;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.Permission;
import hudson.util.Secret;
import io.github.basetenci.managed.PastRotation;
import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.NewKeys;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.core.Authentication;

/** What is refused is refused before a key is created, in one sentence that names what to do. */
@WithJenkins
class RotationRefusalsTest {
    private static JenkinsRule r;

    private RotationRig rig;
    private String name;

    @BeforeAll
    static void start(JenkinsRule rule) {
        r = rule;
    }

    @BeforeEach
    void open(TestInfo test) throws Exception {
        name = test.getTestMethod().orElseThrow().getName();
        rig = new RotationRig(name);
        rig.sandbox.clearRequests();
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private void assertRefused(String... parts) throws Exception {
        assertThatThrownBy(() -> Rotations.get().rotate(rig.id))
                .isInstanceOf(RefusedException.class)
                .message()
                .contains(parts);
        assertNothingChanged();
    }

    /** Refused by the server, so it is known only later. */
    private void assertEndsWithout(String... parts) throws Exception {
        PastRotation past = rig.rotated();
        assertThat(past.outcome()).isEqualTo(RotationState.ROLLED_BACK);
        assertThat(past.newPrefix()).isEmpty();
        assertThat(past.note()).contains(parts);
        assertNothingChanged();
    }

    private void assertNothingChanged() throws Exception {
        assertThat(Rotations.get().status(rig.id)).isEmpty();
        assertThat(rig.sandbox.requests())
                .filteredOn(request -> !request.method().equals("GET"))
                .isEmpty();
        assertThat(rig.works(rig.oldKey)).isTrue();
    }

    private void replace(Credentials credential) throws Exception {
        StoredCredential stored = StoredCredential.find(rig.id);
        stored.store().removeCredentials(stored.domain(), stored.credential());
        Fixtures.addToSystem(credential);
    }

    private void mint(String minting) {
        RotationPolicy policy = new RotationPolicy(name, minting);
        BasetenConfiguration.get().setRotationPolicies(List.of(policy));
    }

    @Test
    void aCredentialWithoutPolicy() throws Exception {
        BasetenConfiguration.get().setRotationPolicies(List.of());
        assertRefused("no rotation policy", name);
    }

    @Test
    void aCredentialThatIsNotThere() throws Exception {
        StoredCredential stored = StoredCredential.find(rig.id);
        stored.store().removeCredentials(stored.domain(), stored.credential());
        assertRefused("there is no credential " + name);
    }

    @Test
    void aFolderThatIsNotThere() throws Exception {
        RotationPolicy policy = new RotationPolicy(name, name + "-minting");
        policy.setFolder("no/such");
        BasetenConfiguration.get().setRotationPolicies(List.of(policy));
        assertThatThrownBy(() -> StoredCredential.find(KeyId.of(policy)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("there is no folder no/such");
    }

    @Test
    void aCredentialOfAnotherType() throws Exception {
        replace(new StringCredentialsImpl(CredentialsScope.GLOBAL, name, null, Secret.fromString(rig.oldKey.reveal())));
        assertRefused("is of the type \"Secret text\"");
    }

    @Test
    void anAddressThatNoAdministratorListed() throws Exception {
        try (ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "https://127.0.0.1:" + port.getLocalPort();
            replace(credentialFor(url));
            RotationRig.storeMinting(name + "-there", rig.oldKey.reveal(), CredentialsScope.SYSTEM, url);
            mint(name + "-there");
            String refusal = url + " is neither an address of Baseten nor a trusted URL, so the controller does not"
                    + " connect to it; an administrator can list it under Manage Jenkins, System, Baseten";
            assertRefused(refusal);
            assertThatThrownBy(() -> Rotations.get().preview(rig.id))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(refusal);
            Rotations.get().checkDue();
            assertThat(Rotations.get().checkProblem(rig.id)).isEqualTo(refusal);
            // Who has connected waits here already.
            port.setSoTimeout(1);
            assertThatThrownBy(port::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private BasetenApiKeyCredentialsImpl credentialFor(String url) throws Exception {
        BasetenApiKeyCredentialsImpl credential =
                rig.credential().withSecret(rig.credential().getSecret());
        credential.setRemoteUrl(url);
        return credential;
    }

    @Test
    void aCredentialWithoutAKey() throws Exception {
        rig.edit("none");
        assertRefused("holds no Baseten API key");
    }

    @Test
    void anIdThatTwoDomainsHave() throws Exception {
        Fixtures.storeOf(r.jenkins)
                .addDomain(new Domain("twin-domain", null, List.of()), Fixtures.credential(name, "other.key", rig.url));
        assertRefused("2 credentials have the id " + name);
    }

    @Test
    void aStoreThatCannotBeWritten() throws Exception {
        StoredCredential stored = StoredCredential.find(rig.id);
        stored.store().removeCredentials(stored.domain(), stored.credential());
        ReadOnly.credentials = List.of(stored.credential());
        try {
            assertRefused("in a store that Jenkins cannot write");
        } finally {
            ReadOnly.credentials = List.of();
        }
    }

    @Test
    void anotherCredentialWithTheSameKey() throws Exception {
        Fixtures.storeSecretText(name + "-twin", rig.oldKey.reveal());
        assertRefused(name + "-twin holds the same key", "would be left with a revoked one");
        StoredCredential twin = StoredCredential.find(new KeyId("", name + "-twin"));
        twin.store().removeCredentials(twin.domain(), twin.credential());

        Folder folder = r.createProject(Folder.class, "twins");
        Fixtures.storeOf(folder)
                .addCredentials(Domain.global(), Fixtures.credential("copy", rig.oldKey.reveal(), rig.url));
        assertRefused("a credential in another store of this controller holds the same key");
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        try (ACLContext administrator =
                ACL.as2(User.getOrCreateByIdOrFullName("administrator").impersonate2())) {
            assertRefused("twins/copy holds the same key");
        }
    }

    @Test
    void noMintingCredential() throws Exception {
        mint("nothing");
        assertRefused("there is no minting credential nothing");
    }

    @Test
    void aMintingCredentialThatJobsCanUse() throws Exception {
        RotationRig.storeMinting(
                name + "-global", rig.sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS), CredentialsScope.GLOBAL, rig.url);
        mint(name + "-global");
        assertRefused(name + "-global is one that jobs can use", "scope System");
    }

    @Test
    void aMintingCredentialOfAnotherUrl() throws Exception {
        RotationRig.storeMinting(
                name + "-elsewhere",
                rig.sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS),
                CredentialsScope.SYSTEM,
                "https://app.staging.baseten.co");
        mint(name + "-elsewhere");
        assertRefused("belongs to https://app.staging.baseten.co", rig.url);
        assertThat(rig.sandbox.requests()).isEmpty();
    }

    @Test
    void aSecretTextMintsForTheUsualUrlAlone() throws Exception {
        Fixtures.addToSystem(new StringCredentialsImpl(
                CredentialsScope.SYSTEM,
                name + "-text",
                null,
                Secret.fromString(rig.sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS))));
        mint(name + "-text");
        assertRefused("belongs to https://app.baseten.co");
    }

    @Test
    void anUrlThatIsTrustedNoMore() throws Exception {
        BasetenConfiguration.get().setTrustedUrls(null);
        assertRefused("plain http");
    }

    @Test
    void aMintingKeyThatTheServerRefuses() throws Exception {
        RotationRig.storeMinting(name + "-dead", "dead1234.nobodyknowsme", CredentialsScope.SYSTEM, rig.url);
        mint(name + "-dead");
        assertEndsWithout("401");
        assertThatThrownBy(() -> Rotations.get().preview(rig.id))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("401");
    }

    @Test
    void aKeyThatTheServerDoesNotKnow() throws Exception {
        rig.edit("gone1234.nobodyknowsme");
        assertEndsWithout("no key with the prefix gone1234 is listed");
    }

    @Test
    void aKeyThatMayBeLimitedToEnvironments() throws Exception {
        rig.edit(rig.sandbox.key(KeyType.WORKSPACE_INVOKE));
        assertEndsWithout("limited to environments");
    }

    @Test
    void anOrganizationThatAllowsNoNewKeys() throws Exception {
        rig.sandbox.allow(new NewKeys(true, false));
        assertEndsWithout("the organization allows no new keys of type WORKSPACE_MANAGE_ALL; use a credential of the"
                + " type Baseten workload identity, which needs no key");
    }

    @Test
    void whatOnlyPassesIsTriedAgainByItself() throws Exception {
        rig.sandbox.fault(Fault.status("GET", "/v1/users/me", 503, "{}").times(10));
        Rotations.get().rotate(rig.id);
        RotationStatus status = rig.stopped();
        assertThat(status.problem()).contains("503");
        assertThat(status.record()).isNull();
        assertThat(status.nextAttempt()).isEqualTo(rig.now.plusSeconds(60));
        rig.sandbox.clearFaults();
        Rotations.get().tick();
        rig.stopped();
        rig.now = rig.now.plusSeconds(60);
        Rotations.get().tick();
        assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.DONE);
    }

    @Test
    void anAbortOfWhatWasNotBegunLeavesNothing() throws Exception {
        rig.sandbox.fault(Fault.status("GET", "/v1/users/me", 503, "{}").times(10));
        Rotations.get().rotate(rig.id);
        rig.stopped();
        Rotations.get().abort(rig.id, null);
        assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.ROLLED_BACK);
        assertNothingChanged();
        assertThatThrownBy(() -> Rotations.get().abort(rig.id, null))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no rotation");
    }

    /** A store as plugins have them that read secrets from elsewhere. */
    @TestExtension
    public static final class ReadOnly extends CredentialsProvider {
        static volatile List<Credentials> credentials = List.of();

        private final CredentialsStore store = new CredentialsStore(ReadOnly.class) {
            @NonNull
            @Override
            public ModelObject getContext() {
                return Jenkins.get();
            }

            @Override
            public boolean hasPermission2(@NonNull Authentication a, @NonNull Permission permission) {
                return permission.equals(VIEW);
            }

            @NonNull
            @Override
            public List<Credentials> getCredentials(@NonNull Domain domain) {
                return credentials;
            }

            @Override
            public boolean addCredentials(@NonNull Domain domain, @NonNull Credentials added) {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean removeCredentials(@NonNull Domain domain, @NonNull Credentials removed) {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean updateCredentials(
                    @NonNull Domain domain, @NonNull Credentials current, @NonNull Credentials replacement) {
                throw new UnsupportedOperationException();
            }

            @Override
            public CredentialsStoreAction getStoreAction() {
                return null;
            }
        };

        @Override
        public CredentialsStore getStore(ModelObject object) {
            return object == Jenkins.get() ? store : null;
        }

        @NonNull
        @Override
        public <C extends Credentials> List<C> getCredentialsInItemGroup(
                @NonNull Class<C> type,
                ItemGroup itemGroup,
                Authentication authentication,
                @NonNull List<DomainRequirement> requirements) {
            return ACL.SYSTEM2.equals(authentication)
                    ? credentials.stream()
                            .filter(type::isInstance)
                            .map(type::cast)
                            .toList()
                    : List.of();
        }
    }

    /** The credential would be one of its own for each, with locks and files of its own. */
    @Test
    void aFolderThatIsSpeltInAnotherWay() throws Exception {
        Folder folder = r.createProject(Folder.class, "spelt");
        Fixtures.storeOf(folder).addCredentials(Domain.global(), rig.credential());
        for (String spelling : List.of("SPELT", "/spelt", "spelt/", "spelt//")) {
            RotationPolicy policy = new RotationPolicy(name, name + "-minting");
            policy.setFolder(spelling);
            BasetenConfiguration.get().setRotationPolicies(List.of(policy));
            assertThatThrownBy(() -> Rotations.get().rotate(new KeyId(spelling, name)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("there is no folder " + spelling);
        }
        folder.delete();
    }

    @Test
    void aTwinElsewhereIsNotNamedWhereOthersReadIt() throws Exception {
        Folder elsewhere = r.createProject(Folder.class, "elsewhere");
        Fixtures.storeOf(elsewhere)
                .addCredentials(Domain.global(), Fixtures.credential("twin", rig.oldKey.reveal(), rig.url));
        rig.policy.setIntervalDays(1);
        rig.usePolicy();
        Rotations.get().checkDue();
        rig.now = rig.now.plus(Duration.ofDays(1));
        Rotations.get().checkDue();
        assertThat(Rotations.get().checkProblem(rig.id))
                .contains("a credential in another store of this controller holds the same key")
                .doesNotContain("elsewhere");
        elsewhere.delete();
    }

    @Test
    void aCredentialOfAnotherPluginThatCannotBeReadStopsNoRotation() throws Exception {
        Away away = new Away("away");
        Fixtures.addToSystem(away);
        try {
            assertThat(rig.rotated().outcome()).isEqualTo(RotationState.DONE);
        } finally {
            Fixtures.storeOf(r.jenkins).removeCredentials(Domain.global(), away);
        }
    }

    /** Its text is on another server, which does not answer. */
    public static final class Away extends BaseStandardCredentials implements StringCredentials {
        private static final long serialVersionUID = 1L;

        Away(String id) {
            super(CredentialsScope.GLOBAL, id, null);
        }

        @Override
        public Secret getSecret() {
            throw new IllegalStateException("no answer");
        }

        /** Its type. */
        @TestExtension
        public static final class DescriptorImpl extends BaseStandardCredentialsDescriptor {}
    }
}
