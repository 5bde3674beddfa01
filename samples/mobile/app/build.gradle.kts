// The app: activities over the logic. The pack and the brand's key are assets (README.md).
plugins { id("com.android.application") }

android {
    namespace = "vereda.app"
    compileSdk = 35
    defaultConfig {
        applicationId = "vereda.app"
        minSdk = 26
        targetSdk = 35
        versionCode = 1
        versionName = "0.1"
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }
    buildTypes {
        release {
            isMinifyEnabled = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"))
        }
    }
    androidResources { noCompress += "sottopack" }
}

dependencies { implementation(project(":logic")) }
