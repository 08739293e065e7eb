package io.jenkins.plugins.baseten.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.ItemGroup;
import hudson.util.Secret;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.KeyType;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentials;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.keys.KeyFinding;
import io.jenkins.plugins.baseten.keys.KeyHealth;
import io.jenkins.plugins.baseten.keys.KeyRow;
import io.jenkins.plugins.baseten.keys.KeyRows;
import io.jenkins.plugins.baseten.rotation.Rotations;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A rotation is listed until it ends, whatever becomes of its credential meanwhile. */
@WithJenkins
class LostCredentialTest {
    private static JenkinsRule r;

    @TempDir
    private Path directory;

    /** How a credential is lost. */
    enum Loss {
        DELETED,
        DELETED_IN_A_FOLDER,
        RELOADED,
        OF_ANOTHER_TYPE,
        WITH_ITS_FOLDER
    }

    @BeforeAll
    static void start(JenkinsRule rule) {
        r = rule;
        r.jenkins.setCrumbIssuer(null);
    }

    @ParameterizedTest
    @EnumSource
    void theRotationIsListedAndItsKeysAreNamedUntilTheEnd(Loss loss) throws Exception {
        String name = "lost-" + loss.ordinal();
        boolean inFolder = loss == Loss.WITH_ITS_FOLDER || loss == Loss.DELETED_IN_A_FOLDER;
        ItemGroup<?> owner = inFolder ? r.createProject(Folder.class, "folder-" + loss.ordinal()) : r.jenkins;
        try (KeyWorld world = new KeyWorld(name, owner)) {
            Rotations.get().rotate(world.id);
            world.awaitState(RotationState.DRAINING);
            String newKey = world.row().prefix();
            String both = "the keys " + world.oldKey.prefix() + " and " + newKey + " live on";
            lose(loss, world, owner);

            assertListed(
                    world, "Draining", both, "Bring the credential back with the key it had, or abort the rotation.");
            Rotations.get().abort(world.id, null);
            world.awaitWayBack();
            assertListed(world, "Going back", both, "The old key stays, and no credential holds it");
        }
    }

    private static void assertListed(KeyWorld world, String state, String... sentences) throws Exception {
        KeyRow row = world.row();
        assertThat(row.state().word()).isEqualTo(state);
        assertThat(row.problems()).singleElement().asString().contains(sentences);
        assertThat(row.next().text()).isEqualTo("not rotated");
        assertThat(KeyRows.everywhere()).extracting(KeyRow::id).containsOnlyOnce(world.id);
        assertThat(new KeyHealth(Instant.now()).all())
                .filteredOn(finding -> finding.id().equals(world.id))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(KeyFinding.Kind.STOPPED);
                    assertThat(finding.sentence()).contains(sentences);
                });
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            browser.getOptions().setJavaScriptEnabled(false);
            HtmlPage table = browser.goTo("manage/baseten-keys/");
            HtmlElement shown = table.querySelector("tr[data-key='" + world.id + "']");
            assertThat(shown.asNormalizedText()).contains(state).contains(sentences);
            HtmlPage page = browser.goTo(row.url());
            assertThat(page.getElementById("baseten-problems").asNormalizedText())
                    .contains(sentences);
            assertThat(page.getElementById("baseten-abort") != null)
                    .as("a rotation that goes back was aborted already")
                    .isEqualTo(state.equals("Draining"));
            String progress = browser.goTo("manage/baseten-keys/progress", "application/json")
                    .getWebResponse()
                    .getContentAsString();
            assertThat(progress).contains("word:" + world.id);
        }
    }

    private void lose(Loss loss, KeyWorld world, ItemGroup<?> owner) throws Exception {
        switch (loss) {
            case DELETED, DELETED_IN_A_FOLDER -> {
                CredentialStores.Found<BasetenApiKeyCredentials> stored = stored(world);
                stored.store().removeCredentials(stored.domain(), stored.credential());
            }
            case RELOADED -> reload(world);
            case OF_ANOTHER_TYPE -> {
                CredentialStores.Found<BasetenApiKeyCredentials> stored = stored(world);
                CredentialsStore store = stored.store();
                store.removeCredentials(stored.domain(), stored.credential());
                store.addCredentials(
                        Domain.global(),
                        new StringCredentialsImpl(
                                CredentialsScope.GLOBAL,
                                world.id.credentialsId(),
                                null,
                                Secret.fromString(Fixtures.KEY)));
            }
            case WITH_ITS_FOLDER -> ((Folder) owner).delete();
        }
    }

    private static CredentialStores.Found<BasetenApiKeyCredentials> stored(KeyWorld world) {
        return CredentialStores.in(world.id.folder(), BasetenApiKeyCredentials.class).stream()
                .filter(found -> found.credential().getId().equals(world.id.credentialsId()))
                .findFirst()
                .orElseThrow();
    }

    /** A YAML that names the credential that creates keys alone. */
    private void reload(KeyWorld world) throws Exception {
        String yaml = """
                credentials:
                  system:
                    domainCredentials:
                      - credentials:
                          - basetenApiKey:
                              scope: SYSTEM
                              id: "%s-minting"
                              secret: "%s"
                              remoteUrl: "%s"
                """.formatted(
                world.id.credentialsId(), world.sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS), world.sandbox.url());
        ConfigurationAsCode.get()
                .configure(Files.writeString(directory.resolve("jenkins.yaml"), yaml)
                        .toString());
    }
}
