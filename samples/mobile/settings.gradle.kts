// An Android Studio project around the logic. Not built where Sotto is tested: README.md.
pluginManagement {
    repositories { google(); mavenCentral(); gradlePluginPortal() }
}
dependencyResolutionManagement {
    repositories { google(); mavenCentral() }
}
rootProject.name = "vereda"
include(":app", ":logic", ":sotto")
project(":sotto").projectDir = file("../../platform/jni/android")
